"""The server itself: addresses, tokens and answers."""

import inspect
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from .answering import ANSWERING
from .channels import Channels
from .decoding import Fields, decode
from .delivery import Delivery
from .errors import Refused, bad_request
from .faults import Cut, Fail, FailWithHtml, Faults
from .floods import METERED, FloodMeter
from .journal import Call, Refusal
from .limits import check_limits
from .membership import Membership
from .migration import Migration
from .people import JSON, User
from .pinning import PINNING
from .profile import PROFILE
from .sending import SENDING
from .state import State
from .validation import check_schema, load_validator
from .watching import Watching

TEST_TOKEN = "123456:TEST-token"

_UNAUTHORIZED = Refused(HTTPStatus.UNAUTHORIZED, "Unauthorized")
_NOT_FOUND = Refused(HTTPStatus.NOT_FOUND, "Not Found")
_MAX_BODY_BYTES = 50_000_000
_CHAT_METHODS: dict[str, Callable[[State, Fields], object]] = SENDING | ANSWERING | PINNING | PROFILE


class BotApiServer(Watching, Membership, Channels, Migration):
    """A Bot API server on 127.0.0.1 for one bot.

    Args:
        token: the bot's token; the part before ":" is the bot's id. Any other token is Unauthorized.
        username: the bot's name, without "@".
        validator_folder: the folder of validate.py and api.json, None to go by the server's own limits alone.
        webhook_forward: from public webhook addresses (or prefixes of them) to local listeners, "http://host:port".
        clock: now, in seconds since the epoch.
    """

    def __init__(
        self,
        token: str = TEST_TOKEN,
        username: str = "hundred_flowers_bot",
        validator_folder: Path | None = None,
        webhook_forward: Mapping[str, str] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        bot = User(int(token.partition(":")[0]), "Hundred Flowers", None, username, is_bot=True)
        super().__init__(bot, clock)
        self.token = token
        self.port = 0
        self.delivery = Delivery(webhook_forward or {}, clock)
        self._faults = Faults()
        self.fail_next = self._faults.fail_next
        self.fail_next_with_html = self._faults.fail_next_with_html
        self.cut_next = self._faults.cut_next
        self.fail_chat = self._faults.fail_chat
        self.cut_chat = self._faults.cut_chat
        self.faults_at_random = self._faults.at_random
        self.delay = self._faults.delay
        self.flood = FloodMeter()
        self.enforce_floods = False
        # The time of day can be set while a test runs, and a second would not be one; a test's own clock is all it has.
        self._ticks = time.monotonic if clock is time.time else clock
        self._validator = load_validator(validator_folder) if validator_folder else None
        self._runner: web.AppRunner | None = None
        self._methods = self._all_methods()
        # Method names are not case-sensitive.
        self._names = {name.lower(): name for name in self._methods}

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.stop()

    @property
    def base_url(self) -> str:
        """What stands before the token, as PTB's `base_url` wants it."""
        return f"http://127.0.0.1:{self.port}/bot"

    async def start(self, port: int | None = None) -> None:
        """Listen; without *port* on the one before `stop`, at first on any free one."""
        app = web.Application(client_max_size=_MAX_BODY_BYTES)
        app.router.add_route("*", "/bot{token}/{method}", self._respond)
        app.router.add_get("/file/bot{token}/{file_id}", self._download)
        # A long poll must end when the bot hangs up, or the bot's next one is a conflict.
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.01, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port if port is None else port, reuse_address=True).start()
        self.port = self._runner.addresses[0][1]
        self.delivery.start_posting()

    async def stop(self) -> None:
        """Hang up on everyone and listen no more; what the server remembers stays."""
        await self.delivery.stop_posting()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def push(self, kind: str, payload: JSON) -> JSON:
        """Send the bot any other update, such as "my_chat_member"; returns it, delivered or not."""
        return self.delivery.push(kind, payload)

    def _all_methods(self) -> dict[str, Callable[[Fields], object]]:
        def bound(method: Callable[[State, Fields], object]) -> Callable[[Fields], object]:
            return lambda fields: method(self, fields)

        return {name: bound(method) for name, method in _CHAT_METHODS.items()} | {
            "getFile": self._get_file,
            "getUpdates": self.delivery.get_updates,
            "setWebhook": self.delivery.set_webhook,
            "deleteWebhook": self.delivery.delete_webhook,
            "getWebhookInfo": lambda _: self.delivery.webhook_info(),
        }

    def _get_file(self, fields: Fields) -> JSON:
        """getFile; a file may be fetched by its own id."""
        file_id = fields.get("file_id", "")
        if file_id not in self.files:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        return {"file_id": file_id, "file_unique_id": file_id, "file_size": len(self.files[file_id]), "file_path": file_id}

    async def _download(self, request: web.Request) -> web.Response:
        content = self.files.get(request.match_info["file_id"])
        if request.match_info["token"] != self.token or content is None:
            return web.Response(status=HTTPStatus.NOT_FOUND)
        return web.Response(body=content)

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        method = self._names.get(request.match_info["method"].lower())
        fields = await decode(request)
        if request.match_info["token"] != self.token:
            return self._refusal(request.match_info["method"], fields, _UNAUTHORIZED)
        if method is None:
            return self._refusal(request.match_info["method"], fields, _NOT_FOUND)
        fault = self._faults.take_fault(method, fields.get("chat_id"))
        call = Call(method, fields, self.clock(), self._ticks(), fault)
        self._journal.record(call)
        response = await self._answer(call)
        await self._faults.linger(method)
        if isinstance(fault, Cut) and request.transport:
            request.transport.close()
        return response

    async def _answer(self, call: Call) -> web.Response:
        match call.fault:
            case Fail(refusal):
                return _json(refusal.error_code, refusal.to_json())
            case FailWithHtml() as page:
                return page.response()
        try:
            result = await self._result(call)
        except Refused as refusal:
            return self._refusal(call.method, call.fields, refusal)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            # Fields of another shape than the method's own. As a refusal it is on record; as a 500 it would pass unseen.
            return self._refusal(call.method, call.fields, bad_request(f"can't parse request: {error!r}"))
        return _json(HTTPStatus.OK, {"ok": True, "result": result})

    async def _result(self, call: Call) -> object:
        check_limits(call.method, call.fields)
        if self._validator:
            check_schema(self._validator, call.method, call.fields)
        self._meter(call)
        result = self._methods[call.method](call.fields)
        return await result if inspect.isawaitable(result) else result

    def _meter(self, call: Call) -> None:
        if call.method not in METERED:
            return
        chat = self.chats.get(call.fields.get("chat_id", 0))
        if self.enforce_floods:
            self.flood.enforce(call.arrived, chat)
        self.flood.record(call.arrived, chat)

    def _refusal(self, method: str, fields: Fields, refusal: Refused) -> web.Response:
        self.refusals.append(Refusal(method, fields, refusal.error_code, refusal.description))
        return _json(refusal.error_code, refusal.to_json())


def _json(status: int, body: Any) -> web.Response:
    return web.json_response(body, status=status)
