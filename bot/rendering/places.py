"""Places people name that no time zone is called after, by the zone whose clocks they go by.

One spelling for each skeleton of `bot.text.normalise`: "Астана" is "Astana", too.
"""

from collections.abc import Mapping

PLACES: Mapping[str, str] = {
    "UTC": "UTC, GMT, Гринвич, Greenwich, 格林尼治, 协调世界时, 世界标准时间",
    # Kazakhstan has one time since 2024-03-01.
    "Asia/Almaty": "Алма-Ата, Казахстан, 哈萨克斯坦, Астана, 阿斯塔纳, Нур-Султан, Нурсултан, 努尔苏丹, Шымкент, Чимкент,"
    " 奇姆肯特, Қарағанды, Караганда, 卡拉干达, Тараз, 塔拉兹, Павлодар, 巴甫洛达尔, Өскемен, Усть-Каменогорск, 厄斯克门, Семей,"
    " Семипалатинск, 塞梅伊, Талдыкорган, 塔尔迪库尔干, Көкшетау, 科克舍套, Петропавл, Петропавловск, 彼得罗巴甫洛夫斯克,"
    " Түркістан, Туркестан, 突厥斯坦, Жезказган, 杰兹卡兹甘, Екібастұз, Теміртау, Балқаш, Балхаш, Қонаев, Капчагай",
    "Asia/Aqtobe": "Актюбинск",
    "Asia/Aqtau": "Маңғыстау, Жаңаөзен",
    "Asia/Qostanay": "Кустанай, Рудный",
    "Asia/Qyzylorda": "Кзыл-Орда, Арал",
    "Asia/Shanghai": "Китай, China, 中国, Пекин, Peking, Бейжің, Beijing, 北京, Гуанчжоу, Guangzhou, 广州, Шэньчжэнь, Shenzhen,"
    " 深圳, Чэнду, Chengdu, 成都, Чунцин, 重庆, Тяньцзинь, Tianjin, 天津, Ухань, Wuhan, 武汉, Сиань, Xi’an, 西安, Ханчжоу,"
    " Hangzhou, 杭州, Нанкин, Nanjing, 南京, 哈尔滨, Шэньян, Shenyang, 沈阳, Циндао, Qingdao, 青岛, Далянь, 大连, Сучжоу, Suzhou,"
    " 苏州, Ланьчжоу, Lanzhou, 兰州, Куньмин, Kunming, 昆明, Сямынь, Xiamen, 厦门, Чжэнчжоу, Zhengzhou, 郑州, Чанша, Changsha,"
    " 长沙, Цзинань, Jinan, 济南, 福州, 合肥, 南宁, 贵阳, 南昌, 太原, 长春, 石家庄, 银川, 西宁, 拉萨, Лхаса, 呼和浩特, 海口,"
    " Санья, 三亚, Құлжа, Кульджа, Yining, Ghulja, 伊宁, Қашқар, Кашгар, 喀什, Шәуешек, Чугучак, 塔城, 阿勒泰",
    # Both times are in use in Xinjiang: who names one of its cities has to say which. Its capital is what the zone is called after.
    "Asia/Urumqi": "Құлжа, Кульджа, Yining, Ghulja, 伊宁, Қашқар, 喀什, Шәуешек, Чугучак, 塔城, 阿勒泰, Шыңжаң, Синьцзян, Xinjiang, 新疆",
    "Asia/Taipei": "高雄, Kaohsiung",
    "Asia/Hovd": "Өлгий, Баян-Өлгий, Улгий, Баян-Улгий, Баян-Улэгэй, 乌列盖, 巴彦乌列盖",
    "Asia/Bishkek": "Ош, Фрунзе, 奥什",
    "Asia/Samarkand": "Бұхара, 布哈拉",
    "Europe/Moscow": "МСК, Москве, Москвы, московское, Санкт-Петербург, Saint Petersburg, St. Petersburg, Петербург, Питер, СПб,"
    " Ленинград, 圣彼得堡, Казань, 喀山, Нижний Новгород, 下诺夫哥罗德, Ростов-на-Дону, Ростов, Краснодар, Воронеж, Сочи, 索契,"
    " Махачкала, Ярославль, Тула, Мурманск, 摩尔曼斯克, Архангельск, Чебоксары, Ставрополь, Рязань, Тверь",
    "Europe/Samara": "Тольятти, Ижевск",
    "Asia/Yekaterinburg": "Екб, Свердловск, Челябинск, 车里雅宾斯克, Уфа, 乌法, Пермь, Тюмень, Оренбург, Орынбор, 奥伦堡, Курган,"
    " Сургут, Магнитогорск",
    "Asia/Novokuznetsk": "Кемерово",
    "Asia/Krasnoyarsk": "Абакан, Норильск",
    "Asia/Irkutsk": "Улан-Удэ",
    "Asia/Yakutsk": "Благовещенск",
    "Asia/Vladivostok": "海参崴, Хабаровск, 哈巴罗夫斯克, 伯力",
    "Asia/Kamchatka": "Петропавловск",
    "Asia/Dubai": "Абу-Даби, Abu Dhabi, 阿布扎比",
    "Asia/Ho_Chi_Minh": "Ханой, 河内",
    "Asia/Jerusalem": "特拉维夫",
    "Asia/Karachi": "Исламабад, 伊斯兰堡, Лахор, Lahore",
    "Asia/Kolkata": "Дели, Delhi, 德里, Нью-Дели, New Delhi, 新德里, Мумбаи, 孟买, Бангалор, Bangalore",
    "Asia/Riyadh": "Мекка, Mecca, Jeddah, Джидда",
    "Asia/Seoul": "Пусан, Busan, 釜山",
    "Asia/Tokyo": "Осака, 大阪, Киото, 京都",
    "Europe/Berlin": "Мюнхен, Munich, München, 慕尼黑, Франкфурт, 法兰克福, Гамбург, Hamburg, 汉堡, Кёльн, Köln, Cologne",
    "Europe/Istanbul": "Анкара, 安卡拉, Измир, Анталья, 安塔利亚",
    "Europe/London": "Эдинбург, Edinburgh, 爱丁堡, Манчестер, 曼彻斯特, Oxford, Cambridge",
    "Europe/Madrid": "Барселона, Barcelona, 巴塞罗那",
    "Europe/Rome": "Милан, 米兰",
    "Europe/Zurich": "Женева, Geneva, Genève, 日内瓦, Bern",
    "America/Chicago": "Хьюстон, Houston, 休斯敦, Даллас, 达拉斯, Austin",
    "America/Los_Angeles": "Сан-Франциско, San Francisco, 旧金山, Сиэтл, Seattle, 西雅图, San Diego, Las Vegas",
    "America/New_York": "NYC, Вашингтон, 华盛顿, Бостон, 波士顿, Майами, Miami, 迈阿密, Philadelphia, Atlanta",
    "America/Sao_Paulo": "Рио-де-Жанейро, 里约热内卢, Brasília, Бразилиа",
    "America/Toronto": "Монреаль, 蒙特利尔, Оттава, 渥太华",
    "Australia/Sydney": "Канберра, Canberra, 堪培拉",
    "Pacific/Auckland": "Wellington",
    "Africa/Johannesburg": "Cape Town, Кейптаун, 开普敦",
}
