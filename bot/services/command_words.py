"""What people type in private in the place of a command, and where they want one more of what they were given."""

from collections.abc import Mapping

from bot.search.phrases import each
from bot.text.language import Language
from bot.text.normalise import normalise

_ZH, _KK, _RU, _EN = Language
# By the names of commands; whole messages, parted by "/" or lines.
_WORDS = {
    "random": {
        _EN: "random/random saying/surprise me/say something wise/tell me something wise/something wise/inspire me",
        _RU: """случайное/случайная/любую/любое/наугад/случайное изречение/что-нибудь мудрое/скажи что-нибудь мудрое/удиви меня
            вдохнови меня""",
        _KK: "кездейсоқ/кездейсоқ нақыл/бір нақыл айт/кез келгенін айт",
        _ZH: "随机/随便来一句/来一句/随便来一个",
    },
    "today": {
        _EN: "saying of the day/proverb of the day/quote of the day/daily saying/daily proverb/daily quote",
        _RU: "изречение дня/пословица дня/цитата дня/мудрость дня/поговорка дня",
        _KK: """күннің нақылы/күннің нақыл сөзі/күннің мақалы/күннің дәйексөзі/күннің сөзі/бүгінгі мақал/бүгінгі нақыл/бүгінгі нақыл сөз
            бүгінгі сөз/бүгінгі дәйексөз/бүгінге мақал""",
        _ZH: "每日一句/今日一句/每日谚语/今日谚语/今天的谚语/今天的一句/今天的句子/每日名言",
    },
    "proverb": {
        _EN: "proverb/random proverb/tell me a proverb",
        _RU: "пословица/поговорка/случайная пословица/расскажи пословицу",
        _KK: "мақал/мақал-мәтел/кездейсоқ мақал/мақал айт/мақал айтшы",
        _ZH: "谚语/俗语/随机谚语/来一句谚语/说个谚语",
    },
    "quote": {
        _EN: "quote",
        _RU: "цитата",
        _KK: "дәйексөз",
        _ZH: "名言/语录",
    },
    "fact": {
        _EN: "fact",
        _RU: "факт",
        _KK: "дерек",
        _ZH: "事实/数据",
    },
    "topics": {
        _EN: "topics/what topics are there/what topics do you have/which topics/all topics/show topics",
        _RU: "темы/список тем/какие темы/какие есть темы/какие темы есть/какие у тебя есть темы/покажи темы/все темы",
        _KK: "тақырыптар/тақырып/қандай тақырыптар бар",
        _ZH: "主题/话题/有哪些主题/有什么主题/所有主题/全部主题",
    },
    "language": {
        _EN: "change language/change the language/switch language/language settings",
        _RU: "сменить язык/смени язык/поменять язык/поменяй язык/изменить язык/выбрать язык",
        _KK: "тілді өзгерту/тілді өзгерт/тілді ауыстыру/тілді ауыстыр/тілді таңдау",
        _ZH: "语言/切换语言/更改语言/换语言/选择语言",
    },
    "subscribe": {
        _EN: "subscribe/subscribe me/how do i subscribe/how to subscribe/i want to subscribe",
        _RU: """подписаться/подписка/подпишите меня/подпиши меня/подпишись/как подписаться/хочу подписаться/подписаться на рассылку
            хочу подписаться на рассылку/рассылка""",
        _KK: "жазылу/жазылғым келеді/қалай жазыламын/жазылым/жазыламын",
        _ZH: "订阅/我要订阅/怎么订阅/如何订阅",
    },
    "subscriptions": {
        _EN: """unsubscribe/subscriptions/my subscriptions/how do i unsubscribe/stop sending/stop sending me proverbs/stop sending me quotes
            stop sending me this/stop the daily proverbs/stop the daily sayings/dont send me proverbs anymore""",
        _RU: """отписаться/отпишите меня/отпиши меня/отпишись/подписки/мои подписки/как отписаться/перестань присылать/перестаньте присылать
            отмени подписку/отменить подписку/больше не присылай/больше не присылайте/не присылай больше/не присылай мне больше пословицы
            хватит присылать
            перестань присылать пословицы""",
        _KK: """жазылымдар/жазылымдарым/жазылымды тоқтату/жазылымды тоқтат/жазылуды тоқтату/енді жіберме/енді жібермеңіз/жібермеші енді
            жазылымнан шығу/мақал жіберме/мақал жіберуді тоқтат/жіберуді тоқтат/жіберуді тоқтатыңыз""",
        _ZH: "退订/我要退订/我想退订/取消订阅/我的订阅/怎么退订/别再发了/不要再发了/别发了/不要再推送了/停止推送/取消推送",
    },
    "settings": {
        _EN: "settings/open settings",
        _RU: "настройки/настройка/открой настройки/настройки бота",
        _KK: "баптау/баптаулар",
        _ZH: "设置/设定/打开设置",
    },
    "suggest": {
        _EN: "suggest a saying/suggest a proverb/i want to suggest a saying/id like to suggest a saying/add a proverb",
        _RU: "предложить пословицу/хочу предложить пословицу/предложить изречение/добавить пословицу",
        _KK: "мақал қосу/мақал ұсыну/мақал қосқым келеді/мақал ұсынғым келеді/нақыл сөз қосу",
        _ZH: "投稿/我要投稿/怎么投稿",
    },
    "report": {
        _EN: "theres a mistake/there is a mistake/theres a mistake in this one/report a mistake/a typo/theres a typo",
        _RU: "тут ошибка/здесь ошибка/в пословице ошибка/ошибка в тексте/опечатка/тут опечатка/пожаловаться/жалоба",
        _KK: "қате бар/мұнда қате бар/бұл мақал қате/қате/қате жазылған/шағымдану/шағым",
        _ZH: "有错误/这里有错/这句有错/有错字/写错了/举报",
    },
    "cancel": {
        _EN: "cancel",
        _RU: "отмена/отменить/отмени",
        _KK: "болдырмау/бас тарту",
        _ZH: "取消",
    },
    "about": {
        _EN: """who are you/what are you/what is this bot/are you a bot/whats your name/what is your name/how many proverbs do you know
            what languages do you speak/which languages do you speak/who made you/who created you/are you human/are you a human/are you real
            are you an ai/are you chatgpt/are you a robot/how many sayings/how many sayings do you know/how many proverbs do you have""",
        _RU: """кто ты/кто вы/ты кто/что это за бот/ты бот/как тебя зовут/как вас зовут/сколько пословиц ты знаешь
            сколько у тебя пословиц/сколько пословиц знаешь/на каких языках ты говоришь/на каких языках говоришь/ты чатгпт/ты chatgpt
            какие языки ты знаешь/кто тебя создал/кто тебя сделал/кто вас создал
            ты человек/ты живой/ты робот/сколько изречений ты знаешь/сколько у тебя изречений""",
        _KK: """сен кімсің/сіз кімсіз/кімсің/сен кімсің өзің/бұл қандай бот/атың кім/есімің кім/ботсың ба/сен ботсың ба
            қанша мақал білесің/қай тілдерде сөйлейсің/қандай тілдерді білесің/қай тілдерді білесің/сені кім жасады/сізді кім жасады
            неше мақал бар/қанша мақал бар/сенің атың кім/адамсың ба/сен адамсың ба/роботсың ба/сен роботсың ба/қанша нақыл білесің
            қанша нақыл сөз білесің""",
        _ZH: """你是谁/您是谁/你叫什么名字/你是机器人吗/你会说什么语言/你知道多少谚语/你会说哪些语言/你会哪些语言/你是真人吗/你是人吗
            你是ai吗/谁做的你/谁创造了你/谁开发了你/谁开发的/你有多少谚语/你知道多少条谚语/你有多少条谚语""",
    },
    "privacy": {
        _EN: """privacy/what do you know about me/what do you keep about me/do you store my data/do you keep my data/do you save my data
            what data do you store/what data do you keep""",
        _RU: """конфиденциальность/что ты обо мне знаешь/что вы обо мне знаете/что ты обо мне хранишь/ты хранишь мои данные
            вы храните мои данные/какие данные вы храните/какие данные ты хранишь""",
        _KK: """құпиялылық/мен туралы не білесің/мен туралы не білесіз/деректерімді сақтайсың ба/деректерімді сақтайсыз ба
            қандай деректер сақтайсың/қандай деректер сақтайсыз""",
        _ZH: "隐私/你知道我什么/你保存了我的什么信息/你会保存我的数据吗/你保存我的数据吗/会保存我的数据吗/你保存哪些数据",
    },
    "forget": {
        _EN: "delete my data/delete all my data/erase my data/forget me",
        _RU: "удали мои данные/удалить мои данные/удалите мои данные/сотри мои данные/забудь меня",
        _KK: "деректерімді өшір/менің деректерімді өшір/деректерімді жой/мені ұмыт",
        _ZH: "删除我的数据/删除我的资料/清除我的数据/忘记我",
    },
    "help": {
        _EN: "help/help me/main menu/what can you do/how does this work/menu/commands/how do i use this",
        _RU: """помощь/что ты умеешь/что вы умеете/что ты можешь/меню/покажи меню/команды/как тобой пользоваться/как пользоваться
            как этим пользоваться""",
        _KK: """көмек/анықтама/не істей аласың/не істей аласыз/көмектесші/маған көмектесші/мәзір/қалай қолданамын
            бұл қалай жұмыс істейді/не істейсің""",
        _ZH: "帮助/你会什么/你能做什么/怎么用/菜单/主菜单/选单/怎么使用",
    },
}
_MORE = {
    _EN: """more/one more/another/another one/give me another/next/next one/another saying/something else/other/others/anything else
        another like it/again/a different one/different one/not that one/not this one""",
    _RU: """ещё/ещё одно/ещё одну/ещё одна/давай ещё/можно ещё/а ещё/ещё такое же/другое/другую/дальше/следующее/следующая
        что-нибудь ещё/ещё что-нибудь/похожее/давай другую/давай другое/ещё раз/ещё про то же/не то/не нравится/класс ещё одну
        супер ещё одну/а другую/а другое/не подходит/ещё про это же""",
    _KK: """тағы/тағы бір/тағы біреуін/тағы біреуі/тағы біреу/тағы айт/тағы айтшы/тағы бар ма/тағы біреуі бар ма/тағы біреуін айтшы
        басқасын/басқасын айт/басқасын айтшы/келесі/келесісі/ұқсасын айт/тағы біреуін айт/тағы да/тағыда/басқа жоқ па/басқасы бар ма/басқа
        басқасы/тағы бірін айт/тағы бірін айтшы/тағы осындай""",
    _ZH: """再来一个/再来一句/再来一条/再来几个/再来/再说一个/再讲一个/换一个/换一句/换一条/还有吗/还有别的吗/来点别的/下一个/下一条/类似的
        再来一条类似的/还有呢/更多类似/不要这个/换一个吧/有别的吗/不要这个换一个""",
}
# Who only says how they feel is given a saying on hope, and not told that there is none.
_SAD = {
    _EN: """im sad/i am sad/i feel sad/im so sad/i feel bad/im depressed/im lonely/i am lonely/i feel lonely/im heartbroken
        my heart is broken
        everything is bad/life is hard/she left me/he left me""",
    _RU: """мне грустно/мне очень грустно/мне плохо/мне одиноко/я грущу/мне тоскливо/мне тяжело/у меня всё плохо/всё плохо/нет настроения
        меня бросила девушка/меня бросил парень/жизнь тяжёлая""",
    _KK: """көңілсізбін/көңілім жоқ/көңілім түсіп тұр/көңіл күйім жоқ/жалғызбын/маған қиын/мұңайып тұрмын/жүрегім ауырып тұр/өмір қиын""",
    _ZH: "我很难过/我难过/我好难过/好难过/我不开心/我很伤心/我好孤独/我很孤独/我失恋了/失恋了/心情不好/我心情不好/生活好难",
}


def words_of(command: str) -> Mapping[Language, tuple[str, ...]]:
    """What people type in the place of a *command*, by its language."""
    return {language: tuple(each(phrases)) for language, phrases in _WORDS.get(command, {}).items()}


# The language of each phrase, folded.
MORE_WORDS: Mapping[str, Language] = {normalise(phrase): language for language, phrases in _MORE.items() for phrase in each(phrases)}
SAD_WORDS: Mapping[str, Language] = {normalise(phrase): language for language, phrases in _SAD.items() for phrase in each(phrases)}
# What people type who want to go on with a draft no more; said of nothing, it is only thrown in.
_STOPS = """
stop/cancel it/never mind/forget it/i changed my mind/стоп/хватит/передумал/передумала/не надо/отменить всё/не хочу
тоқта/керек емес/қажет емес
算了/不要了/放弃/取消吧/取消投稿/不写了
"""
STOP_WORDS = frozenset(map(normalise, each(_STOPS)))
