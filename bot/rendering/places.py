"""Places people name that no time zone is called after, by the zone whose clocks they go by.

One spelling for each skeleton of `bot.text.normalise`: "Астана" is "Astana", too. A name that stands in several zones is asked after. What
CLDR knows by itself is left out: the cities that zones are called after, and countries that have one zone.
"""

from collections.abc import Mapping

PLACES: Mapping[str, str] = {
    "UTC": "GMT, Гринвич, Greenwich, 格林尼治, 协调世界时, 世界标准时间, 格林威治, 世界时, 零时区",
    # Kazakhstan has one time since 2024-03-01.
    "Asia/Almaty": "Казахстан, Қазақстан, 哈萨克斯坦, Алма-Ата, алматинское, алматинскому, Астана, 阿斯塔纳, Нұр-Сұлтан, Нурсултан,"
    " 努尔苏丹, Ақмола, Целиноград, астанинское, астанинскому, Шымкент, Чимкент, 奇姆肯特, 希姆肯特, Қарағанды, Караганда, 卡拉干达,"
    " Тараз, 塔拉兹, Жамбыл, Джамбул, Павлодар, 巴甫洛达尔, Өскемен, Усть-Каменогорск, 厄斯克门, 乌斯季卡缅诺戈尔斯克, Семей,"
    " Семипалатинск, 塞梅伊, 塞米伊, Талдықорған, 塔尔迪库尔干, Көкшетау, Кокчетав, 科克舍套, Петропавл, Петропавловск, Қызылжар,"
    " 彼得罗巴甫洛夫斯克, 彼得罗巴甫尔, Түркістан, Туркестан, 突厥斯坦, 图尔克斯坦, Жезқазған, Джезказган, 杰兹卡兹甘, Екібастұз,"
    " 埃基巴斯图兹, Теміртау, 铁米尔套, Балқаш, Балхаш, 巴尔喀什, Қонаев, Қапшағай, Капчагай, 科纳耶夫, 卡普恰盖, Риддер, 里德尔, Сәтбаев,"
    " Сатпаев, Satpayev, Талғар, Қаскелең, Есік, Иссык, Жаркент, Панфилов, 扎尔肯特, Қорғас, Хоргос, Аягөз, Аягуз, Степногорск, Щучинск,"
    " Бурабай, Боровое, Кентау, Арыс, Сарыағаш, Шардара, Чардара, Жетісай, Шу, Чу, Қордай, Жаңатас, Қаратау, Шахтинск, Сарань, Атбасар,"
    " Есіл, Зайсан, Үржар, Урджар, Зырян, Зыряновск, Алтай, Үштөбе, Текелі, Сарқан, Сарканд, Ақсу, 哈萨克时间, 哈国, 哈国时间, 江布尔,"
    " 塞梅",
    "Asia/Qostanay": "Кустанай, 科斯塔奈, Рудный, Лисаков, Лисаковск, Арқалық, Жітіқара, Тобыл",
    "Asia/Aqtobe": "Актюбинск, 阿克纠宾斯克, Хромтау, Қандыағаш, Шалқар, Алға",
    "Asia/Aqtau": "Шевченко, Маңғыстау, Жаңаөзен, Бейнеу",
    "Asia/Atyrau": "Гурьев, Құлсары",
    "Asia/Oral": "乌拉尔斯克, Ақсай",
    "Asia/Qyzylorda": "Кзыл-Орда, 克孜勒奥尔达, Арал, Аральск, Байқоңыр, Байконур, Ленинск, 拜科努尔, Қазалы, Казалинск, Шиелі",
    "Asia/Shanghai": "中国, Китай, China, КНР, 北京, Пекин, Бейжің, Beijing, Peking, пекинское, пекинскому, 广州, Гуанчжоу, Guangzhou,"
    " Кантон, 深圳, Шэньчжэнь, Шэньжэнь, 成都, Чэнду, Chengdu, 重庆, Чунцин, 天津, Тяньцзинь, Tianjin, 武汉, Ухань, Wuhan, 西安, Сиань,"
    " Xi’an, Шиань, 杭州, Ханчжоу, Hangzhou, 南京, Нанкин, Nanjing, Nanking, 哈尔滨, 沈阳, Шэньян, Shenyang, 青岛, Циндао, Qingdao, 大连,"
    " Далянь, 苏州, Сучжоу, Suzhou, 兰州, Ланьчжоу, Lanzhou, 昆明, Куньмин, Kunming, 厦门, Сямынь, Сямэнь, Xiamen, 郑州, Чжэнчжоу,"
    " Zhengzhou, 长沙, Чанша, Changsha, 济南, Цзинань, Jinan, 福州, Фучжоу, Fuzhou, 合肥, Хэфэй, 南宁, Наньнин, Nanning, 贵阳, Гуйян,"
    " Guiyang, 南昌, Наньчан, Nanchang, 太原, Тайюань, 长春, Чанчунь, Changchun, 石家庄, Шицзячжуан, Shijiazhuang, 银川, Иньчуань, 西宁,"
    " Синин, Xining, 拉萨, Лхаса, 呼和浩特, Хух-Хото, Хөххот, 海口, Хайкоу, 三亚, Санья, 海南, Хайнань, 东莞, Дунгуань, Dongguan, 佛山,"
    " Фошань, 珠海, Чжухай, Zhuhai, 宁波, Нинбо, Ningbo, 温州, Вэньчжоу, Wenzhou, 无锡, Уси, Wuxi, 常州, Чанчжоу, Changzhou, 徐州,"
    " Сюйчжоу, Xuzhou, 南通, Наньтун, Nantong, 扬州, Янчжоу, Yangzhou, 绍兴, Шаосин, Shaoxing, 嘉兴, Jiaxing, 金华, Jinhua, 义乌, Yiwu,"
    " 台州, 湖州, Huzhou, 泉州, Цюаньчжоу, Quanzhou, 漳州, 汕头, Шаньтоу, 中山, 惠州, Huizhou, 江门, 湛江, 烟台, Яньтай, 潍坊, Вэйфан,"
    " Weifang, 淄博, Цзыбо, Zibo, 临沂, Linyi, 威海, Вэйхай, 济宁, 泰安, 唐山, Таншань, Tangshan, 保定, Баодин, Baoding, 邯郸, 秦皇岛,"
    " Циньхуандао, Qinhuangdao, 张家口, 廊坊, 洛阳, Лоян, Luoyang, 开封, Кайфэн, Kaifeng, 大同, Датун, Datong, 包头, Баотоу, 鄂尔多斯,"
    " Ордос, 满洲里, Маньчжурия, Manzhouli, 吉林, Гирин, Цзилинь, Jilin, 延吉, 大庆, Дацин, Daqing, 齐齐哈尔, Цицикар, Qiqihar, 牡丹江,"
    " 佳木斯, 黑河, Хэйхэ, 鞍山, Аньшань, 宜昌, 襄阳, 荆州, 株洲, 衡阳, 岳阳, 张家界, 九江, 赣州, 芜湖, 黄山, 桂林, Гуйлинь, 柳州,"
    " Liuzhou, 北海, 遵义, Zunyi, 大理, 丽江, Лицзян, Lijiang, 绵阳, Mianyang, 宝鸡, 咸阳, 延安, Яньань, 敦煌, Дуньхуан, Dunhuang, 酒泉,"
    " 嘉峪关, 沪, 京, 伊宁, Құлжа, Кульджа, Инин, Yining, Ghulja, 伊犁, Іле, 喀什, Қашқар, Кашгар, Kashi, 塔城, Шәуешек, Чугучак, Тачэн,"
    " Tacheng, Тарбағатай, 阿勒泰, Алтай аймағы, Altay, 和田, Хотан, Қотан, 阿克苏, Ақсу қаласы, Аксу, 库尔勒, Корла, 哈密, Құмыл, Хами,"
    " Кумул, 吐鲁番, Тұрпан, Турфан, 石河子, Шихэцзы, Шиһэзы, 克拉玛依, Қарамай, 昌吉, Санжы, Чанцзи, Changji, 博乐, Бортала, Bole,"
    " 霍尔果斯, Қорғас, Хоргос, 奎屯, Күйтүн, 阿图什, Артыш, Атуш, Artux, 乌苏, 库车, Kuqa, 五家渠, 阿拉尔, 图木舒克, 独山子, Ili, 伊犁州,"
    " 昌吉州, 博州, 巴州, 喀什地区, 阿勒泰地区, 塔城地区, 和田地区, 阿克苏地区, 南疆, 北疆, 国内, 中国标准时间, 东八区, 东8区, 广东,"
    " Guangdong, 广西, 福建, 浙江, Zhejiang, 江苏, Jiangsu, 山东, Shandong, 安徽, 江西, 河北, 河南, 湖北, 湖南, 四川, Sichuan, 贵州, 云南,"
    " Yunnan, 陕西, 山西, 甘肃, 青海, 宁夏, 辽宁, 黑龙江, 内蒙古, 内蒙, Inner Mongolia, 西藏, Tibet, Canton",
    # Both times are in use in Xinjiang: who names another city of it than the zone’s own has to say which.
    "Asia/Urumqi": "新疆, Шыңжаң, Синьцзян, Xinjiang, СУАР, XUAR, 伊宁, Құлжа, Кульджа, Инин, Yining, Ghulja, 伊犁, Іле, 喀什, Қашқар,"
    " Kashi, 塔城, Шәуешек, Чугучак, Тачэн, Tacheng, Тарбағатай, 阿勒泰, Алтай аймағы, Altay, 和田, Хотан, Қотан, 阿克苏, Ақсу қаласы,"
    " Аксу, 库尔勒, Корла, 哈密, Құмыл, Хами, Кумул, 吐鲁番, Тұрпан, Турфан, 石河子, Шихэцзы, Шиһэзы, 克拉玛依, Қарамай, 昌吉, Санжы,"
    " Чанцзи, Changji, 博乐, Бортала, Bole, 霍尔果斯, Қорғас, Хоргос, 奎屯, Күйтүн, 阿图什, Артыш, Атуш, Artux, 乌苏, 库车, Kuqa, 五家渠,"
    " 阿拉尔, 图木舒克, 独山子, Ili, 伊犁州, 昌吉州, 博州, 巴州, 喀什地区, 阿勒泰地区, 塔城地区, 和田地区, 阿克苏地区, 南疆, 北疆, 乌市",
    "Asia/Hong_Kong": "Hongkong, 九龙, HK",
    "Asia/Taipei": "高雄, Гаосюн, Kaohsiung, 台中, Тайчжун, Taichung, 台南, Тайнань, 新北, 新竹, 桃园, 基隆",
    "Asia/Ulaanbaatar": "Дархан, Эрдэнэт, Моңғолия, 蒙古",
    "Asia/Hovd": "Өлгий, Баян-Өлгий, Улгий, Баян-Улгий, Баян-Улэгэй, 乌列盖, 巴彦乌列盖, Моңғолия, 蒙古",
    "Asia/Bishkek": "Фрунзе, Ош, 奥什, Жалал-Абад, Джалал-Абад, 贾拉拉巴德, Қарақол, Токмок, Тоқмақ, Нарын, 纳伦, Талас, Чолпон-Ата,"
    " Баткен, Кара-Балта",
    "Asia/Tashkent": "Өзбекстан, Узбекистан, 乌兹别克斯坦, Әндіжан, 安集延, Наманган, 纳曼干, Ферғана, 费尔干纳, Қоқан, Коканд, 浩罕,"
    " Чирчик, Ангрен, Гулистан, Янгиер",
    "Asia/Samarkand": "Бұхара, 布哈拉, Хиуа, Хива, 希瓦, Нөкіс, Нукус, 努库斯, Үргеніш, Ургенч, Қарши, Термез, Термиз, Науаи, Навои,"
    " Джизак, Жиззах",
    "Asia/Dushanbe": "Худжанд, Khujand, 苦盏, Ленинабад, Куляб, Кулоб, Бохтар, Курган-Тюбе, Хорог, Истаравшан",
    "Asia/Ashgabat": "Түрікменабад, Туркменабад, Turkmenabat, Дашогуз, Мары, Балканабад, Туркменбаши",
    "Asia/Kabul": "Герат, Herat, Кандагар, Kandahar, Мазари-Шариф, Мазар-и-Шариф",
    "Europe/Moscow": "МСК, московское, московскому, Санкт-Петербург, Saint Petersburg, St. Petersburg, Петербург, Питер, Питеру, СПб,"
    " Ленинград, 圣彼得堡, Казань, 喀山, Нижний Новгород, 下诺夫哥罗德, Ростов-на-Дону, Ростов, 罗斯托夫, 顿河畔罗斯托夫, Краснодар,"
    " 克拉斯诺达尔, Воронеж, 沃罗涅日, Сочи, 索契, Махачкала, 马哈奇卡拉, Ярославль, 雅罗斯拉夫尔, Тула, 图拉, Мурманск, 摩尔曼斯克,"
    " Архангельск, 阿尔汉格尔斯克, Северодвинск, Чебоксары, Новочебоксарск, Ставрополь, Пятигорск, Кисловодск, Минеральные Воды,"
    " Ессентуки, Невинномысск, Рязань, 梁赞, Тверь, 特维尔, Пенза, 奔萨, Липецк, 利佩茨克, Белгород, 别尔哥罗德, Старый Оскол, Брянск,"
    " 布良斯克, Курск, 库尔斯克, Иваново, Калуга, 卡卢加, Обнинск, Смоленск, 斯摩棱斯克, Тамбов, Орёл, Oryol, Владимир, 弗拉基米尔, Муром,"
    " Суздаль, Вологда, Череповец, Кострома, Рыбинск, Псков, 普斯科夫, Великий Новгород, Новгород, Петрозаводск, Выборг, Гатчина, Саранск,"
    " Йошкар-Ола, Сыктывкар, Воркута, Ухта, Нарьян-Мар, Набережные Челны, Челны, Нижнекамск, Альметьевск, Дзержинск, Арзамас, Грозный,"
    " 格罗兹尼, Владикавказ, Нальчик, Черкесск, Майкоп, Элиста, Назрань, Магас, Дербент, Новороссийск, Анапа, Геленджик, Армавир,"
    " Таганрог, Волгодонск, Новочеркасск, Шахты, Подмосковье, Зеленоград, Химки, Балашиха, Подольск, Мытищи, Королёв, Люберцы,"
    " Красногорск, Одинцово, Домодедово, Серпухов, Коломна, Электросталь, Дубна, Щёлково, Сергиев Посад, Russia, 俄罗斯",
    "Europe/Kirov": "Вятка",
    "Europe/Volgograd": "Сталинград, Волжский",
    "Europe/Simferopol": "Севастополь, 塞瓦斯托波尔, Қырым, Крым, Crimea, 克里米亚, Ялта, Керчь, Евпатория, Феодосия",
    "Europe/Kaliningrad": "Кёнигсберг, Russia, 俄罗斯",
    "Europe/Samara": "Куйбышев, Тольятти, Togliatti, 陶里亚蒂, Сызрань, Ижевск, 伊热夫斯克, Удмуртия, Воткинск, Сарапул, Глазов, Russia,"
    " 俄罗斯",
    "Europe/Saratov": "Энгельс, Балаково",
    "Europe/Ulyanovsk": "Симбирск, Димитровград",
    "Asia/Yekaterinburg": "Екб, Свердловск, Нижний Тагил, Каменск-Уральский, Первоуральск, Челябинск, 车里雅宾斯克, Магнитогорск,"
    " 马格尼托哥尔斯克, Миасс, Златоуст, Уфа, 乌法, Башкирия, Башкортостан, Стерлитамак, Салават, Нефтекамск, Пермь, 彼尔姆, Березники,"
    " Соликамск, Тюмень, Түмен, 秋明, Тобольск, Ишим, Оренбург, Орынбор, 奥伦堡, Орск, Бузулук, Новотроицк, Курган, 库尔干, Шадринск,"
    " Сургут, 苏尔古特, Нижневартовск, Ханты-Мансийск, Нефтеюганск, Когалым, Нягань, ХМАО, Салехард, Новый Уренгой, Уренгой, Ноябрьск,"
    " Надым, Ямал, ЯНАО, Russia, 俄罗斯",
    "Asia/Novosibirsk": "Новосиб, Нск, Академгородок, Бердск, Russia, 俄罗斯",
    "Asia/Omsk": "Russia, 俄罗斯",
    "Asia/Barnaul": "Бийск, Рубцовск, Алтайский край, Горно-Алтайск, Қошағаш, Кош-Агач",
    "Asia/Tomsk": "Северск, Стрежевой",
    "Asia/Novokuznetsk": "Кемерово, 克麦罗沃, Кузбасс, Прокопьевск, Междуреченск, Ленинск-Кузнецкий",
    "Asia/Krasnoyarsk": "Норильск, 诺里尔斯克, Абакан, Хакасия, Ачинск, Канск, Минусинск, Дудинка, Кызыл, Тыва, Тува, 克孜勒",
    "Asia/Irkutsk": "Улан-Удэ, 乌兰乌德, Бурятия, Братск, Ангарск, Усть-Илимск, Байкальск, Russia, 俄罗斯",
    "Asia/Chita": "Забайкалье, Краснокаменск",
    "Asia/Yakutsk": "Якутия, Саха, Благовещенск, 布拉戈维申斯克, Нерюнгри, Тында",
    "Asia/Vladivostok": "符拉迪沃斯托克, Хабаровск, 哈巴罗夫斯克, 伯力, Комсомольск-на-Амуре, Комсомольск, Уссурийск, Находка, Артём,"
    " Биробиджан, Приморье, Russia, 俄罗斯",
    "Asia/Sakhalin": "Южно-Сахалинск, 南萨哈林斯克, 库页岛, Холмск, Корсаков",
    "Asia/Magadan": "Колыма",
    "Asia/Kamchatka": "Петропавловск, 堪察加彼得罗巴甫洛夫斯克",
    "Asia/Anadyr": "Чукотка, Певек",
    "Europe/Minsk": "Гомель, Могилёв, Витебск, Гродно, Бобруйск, Белоруссия",
    "Europe/Kyiv": "Украина, Ukraine, 乌克兰, Харьков, Kharkiv, 哈尔科夫, Одесса, Odesa, 敖德萨, Днепр, Dnipro, Львов, Lviv, 利沃夫,"
    " Запорожье, Винница, Полтава, Чернигов, Николаев, Херсон",
    "Europe/Riga": "Даугавпилс, Юрмала",
    "Europe/Vilnius": "Каунас, Клайпеда",
    "Europe/Tallinn": "Тарту, Нарва",
    "Asia/Tbilisi": "Батуми, 巴统, Кутаиси",
    "Asia/Yerevan": "Гюмри",
    "Asia/Baku": "Гянджа, Ganja, Сумгаит",
    "Europe/Istanbul": "Ыстамбұл, Анкара, 安卡拉, Измир, 伊兹密尔, Анталья, 安塔利亚, Бурса, Аланья, Adana, Конья, Трабзон, Turkey",
    "Asia/Dubai": "Абу-Даби, Abu Dhabi, 阿布扎比, Шарджа, Sharjah, 沙迦, Эмираты, Эмираттар, Emirates, UAE, 阿联酋, 杜拜",
    "Asia/Qatar": "Доха, 多哈",
    "Asia/Riyadh": "Мекка, Mecca, Makkah, 麦加, Медина, Мәдина, 麦地那, Jeddah, Джидда, Жидда, 吉达",
    "Asia/Kuwait": "Эль-Кувейт, Kuwait City, 科威特城",
    "Asia/Baghdad": "Басра, Эрбиль, Мосул",
    "Asia/Tehran": "Мешхед, Mashhad, 马什哈德, Исфахан, 伊斯法罕, Шираз, 设拉子, Тебриз, Tabriz, 大不里士",
    "Asia/Karachi": "Исламабад, 伊斯兰堡, Лахор, Lahore, 拉合尔, Фейсалабад, Faisalabad, Пешавар, 白沙瓦, Равалпинди",
    "Asia/Kolkata": "Дели, Delhi, 德里, Нью-Дели, New Delhi, 新德里, Мумбаи, Бомбей, Bombay, 孟买, Бангалор, Bangalore, Bengaluru,"
    " 班加罗尔, Ченнаи, Madras, 金奈, Хайдарабад, Hyderabad, 海得拉巴, Пуна, Pune, 浦那, Ахмадабад, Ahmedabad, 艾哈迈达巴德, Джайпур,"
    " Jaipur, 斋浦尔, Сурат, Лакхнау, Lucknow, Агра, Гоа, 果阿",
    "Asia/Dhaka": "Читтагонг, 吉大港",
    "Asia/Seoul": "汉城, Пусан, Busan, 釜山, Инчхон, Incheon, 仁川, Тэгу, Daegu, 大邱, Дэджон, Daejeon, Корея, Korea, Южная Корея",
    "Asia/Tokyo": "Осака, 大阪, Киото, 京都, Нагоя, 名古屋, Саппоро, 札幌, Фукуока, 福冈, Иокогама, Yokohama, 横滨, Кобе, 神户, Хиросима,"
    " Hiroshima, 广岛, Нагасаки, 长崎, Okinawa, 冲绳",
    "Asia/Bangkok": "Пхукет, 普吉, Паттайя, 芭提雅, Чиангмай, Chiang Mai, 清迈",
    "Asia/Ho_Chi_Minh": "Ханой, 河内, Дананг, Da Nang, 岘港, Нячанг, Nha Trang, 芽庄",
    "Asia/Kuala_Lumpur": "Малайзия, Malaysia, 马来西亚, Пенанг, 槟城, Johor Bahru, 新山",
    "Asia/Jakarta": "Сурабая, 泗水, Бандунг, 万隆, Медан, 棉兰, Джокьякарта, Yogyakarta, 日惹, Indonesia, 印度尼西亚, 印尼",
    "Asia/Makassar": "Бали, 巴厘岛, Денпасар, Indonesia, 印度尼西亚, 印尼",
    "Asia/Jayapura": "Indonesia, 印度尼西亚, 印尼",
    "Asia/Manila": "Себу, Cebu, 宿务, Давао",
    "Asia/Phnom_Penh": "Siem Reap, 暹粒",
    "Asia/Yangon": "Мандалай",
    "Asia/Jerusalem": "特拉维夫, Хайфа, 海法, Эйлат",
    "Asia/Damascus": "Алеппо",
    "Europe/Berlin": "Германия, Germany, Deutschland, 德国, Мюнхен, Munich, München, 慕尼黑, Франкфурт, 法兰克福, Гамбург, Hamburg, 汉堡,"
    " Кёльн, Köln, Cologne, 科隆, Штутгарт, Stuttgart, 斯图加特, Дюссельдорф, Düsseldorf, 杜塞尔多夫, Лейпциг, Leipzig, Дрезден, Dresden,"
    " Ганновер, Hannover, Нюрнберг, Nuremberg, Nürnberg, Бремен, Бонн, Dortmund, Essen, CET, CEST",
    "Europe/London": "Англия, England, 英格兰, Британия, Britain, UK, Эдинбург, Edinburgh, 爱丁堡, Манчестер, 曼彻斯特, Бирмингем,"
    " Birmingham, 伯明翰, Глазго, Glasgow, 格拉斯哥, Ливерпуль, Liverpool, 利物浦, Лидс, Leeds, Бристоль, Oxford, 牛津, Cambridge,"
    " Кембридж, 剑桥, Cardiff, Шотландия, Scotland",
    "Europe/Dublin": "Cork",
    "Europe/Paris": "Лион, 里昂, Марсель, Marseille, 马赛, Ницца, Nice, 尼斯, Тулуза, Toulouse, 图卢兹, Бордо, Bordeaux, 波尔多, Лилль,"
    " Lille, Страсбург, Strasbourg, 斯特拉斯堡, Nantes, Канны, Cannes",
    "Europe/Brussels": "Антверпен, Antwerp, Гент, Ghent, Bruges, Брюгге",
    "Europe/Amsterdam": "Роттердам, 鹿特丹, Гаага, The Hague, Den Haag, 海牙, Утрехт, Utrecht, Эйндховен, Голландия, Holland",
    "Europe/Zurich": "Женева, Geneva, Genève, 日内瓦, Базель, Basel, 巴塞尔, Берн, 伯尔尼, Лозанна, Lausanne, 洛桑",
    "Europe/Vienna": "Wien, Зальцбург, Salzburg, 萨尔茨堡, Грац, Graz",
    "Europe/Rome": "Roma, Милан, Milano, 米兰, Неаполь, Naples, Napoli, 那不勒斯, Турин, 都灵, Флоренция, Florence, Firenze, 佛罗伦萨,"
    " Венеция, Venice, 威尼斯, Болонья, Bologna, Генуя, Genoa, Верона",
    "Europe/Madrid": "Испания, Spain, España, 西班牙, Барселона, Barcelona, 巴塞罗那, Валенсия, Valencia, 瓦伦西亚, Севилья, Seville,"
    " Sevilla, Малага, Бильбао, Аликанте, Alicante, Майорка, Mallorca, Ибица, Ibiza",
    "Europe/Lisbon": "Lisboa, Португалия, Portugal, 葡萄牙, Порту, Porto, 波尔图",
    "Europe/Prague": "Praha, Брно, Карловы Вары",
    "Europe/Warsaw": "Краков, 克拉科夫, Гданьск, 格但斯克, Вроцлав, Познань, Лодзь",
    "Europe/Bucharest": "Клуж, Cluj",
    "Europe/Sofia": "Варна, Пловдив, Бургас",
    "Europe/Belgrade": "Beograd, Нови-Сад",
    "Europe/Athens": "Салоники, Thessaloniki, 塞萨洛尼基",
    "Asia/Nicosia": "Лимасол, Limassol, Ларнака, Larnaca, Пафос, Кипр, Cyprus, 塞浦路斯",
    "Europe/Stockholm": "Гётеборг, Gothenburg, Göteborg, 哥德堡, Мальмё, Malmö",
    "Europe/Oslo": "Берген",
    "Europe/Helsinki": "Тампере, Турку",
    "America/New_York": "NYC, Вашингтон, Washington DC, 华盛顿, Бостон, 波士顿, Майами, Miami, 迈阿密, Филадельфия, Philadelphia, 费城,"
    " Атланта, 亚特兰大, Орландо, 奥兰多, Питтсбург, Pittsburgh, 匹兹堡, Baltimore, Балтимор, Charlotte, Cleveland, Кливленд, Tampa,"
    " Jacksonville, Buffalo, Raleigh, 美东, USA, US, United States, America, 美国, Eastern, Eastern Time, 美国东部, 美国东部时间, DC,"
    " Florida, 佛罗里达",
    "America/Chicago": "Хьюстон, Houston, 休斯敦, Даллас, 达拉斯, Остин, Austin, 奥斯汀, Сан-Антонио, 圣安东尼奥, Миннеаполис, Новый"
    " Орлеан, New Orleans, 新奥尔良, Сент-Луис, St. Louis, Nashville, Memphis, Milwaukee, Kansas City, USA, US, United States, America,"
    " 美国, Central Time, 美国中部, 美国中部时间, Texas, 得克萨斯, 德州, 休斯顿",
    "America/Denver": "Солт-Лейк-Сити, Salt Lake City, 盐湖城, Albuquerque, USA, US, United States, America, 美国, Mountain Time",
    "America/Los_Angeles": "LA, Сан-Франциско, San Francisco, 旧金山, Сиэтл, Seattle, 西雅图, Сан-Диего, 圣迭戈, 圣地亚哥, Лас-Вегас,"
    " 拉斯维加斯, Сан-Хосе, San Jose, 圣何塞, Портленд, Portland, 波特兰, Сакраменто, Sacramento, Калифорния, California, 加州, Silicon"
    " Valley, 美西, USA, US, United States, America, 美国, Pacific Time, 太平洋时间, 美国西部, 美国西部时间, SF, 三藩市, Vegas",
    "Pacific/Honolulu": "火奴鲁鲁, Гавайи, Hawaii, 夏威夷, USA, US, United States, America, 美国",
    "America/Anchorage": "Аляска, Alaska, 阿拉斯加, USA, US, United States, America, 美国",
    "America/Toronto": "Монреаль, 蒙特利尔, Оттава, 渥太华, Квебек, Quebec, 魁北克, Canada, 加拿大",
    "America/Edmonton": "Калгари, Calgary, 卡尔加里, Canada, 加拿大",
    "America/St_Johns": "Canada, 加拿大",
    "America/Halifax": "Canada, 加拿大",
    "America/Winnipeg": "Canada, 加拿大",
    "America/Vancouver": "Canada, 加拿大",
    "America/Mexico_City": "Гвадалахара, Guadalajara, 瓜达拉哈拉, Puebla",
    "America/Sao_Paulo": "Рио-де-Жанейро, Rio, 里约热内卢, 里约, Бразилиа, Brasília, 巴西利亚, Belo Horizonte, Curitiba, Куритиба, Porto"
    " Alegre",
    "America/Bogota": "Медельин, Medellín, 麦德林, Cali",
    "Australia/Sydney": "Канберра, Canberra, 堪培拉, Australia, 澳大利亚, 澳洲, 雪梨",
    "Australia/Perth": "Australia, 澳大利亚, 澳洲",
    "Australia/Darwin": "Australia, 澳大利亚, 澳洲",
    "Australia/Adelaide": "Australia, 澳大利亚, 澳洲",
    "Australia/Brisbane": "Gold Coast, 黄金海岸, Australia, 澳大利亚, 澳洲",
    "Pacific/Auckland": "Веллингтон, 惠灵顿, Крайстчерч, Christchurch, 基督城, Новая Зеландия, New Zealand, 新西兰, 纽西兰",
    "Africa/Cairo": "Александрия, 亚历山大, Хургада, Hurghada, Шарм-эш-Шейх, Шарм-эль-Шейх, Giza",
    "Africa/Johannesburg": "Cape Town, Кейптаун, 开普敦, Претория, 比勒陀利亚, Дурбан, 德班",
    "Africa/Lagos": "Абуджа, Abuja, 阿布贾, Кано, Ибадан",
    "Africa/Nairobi": "Момбаса",
    "Africa/Casablanca": "Марракеш, Marrakech, 马拉喀什, Рабат, 拉巴特",
    # As Chinese counts zones; the eastern eighth is China’s, above.
    "Etc/GMT-3": "东三区, 东3区",
    "Etc/GMT-4": "东四区, 东4区",
    "Etc/GMT-5": "东五区, 东5区",
    "Etc/GMT-6": "东六区, 东6区",
    "Etc/GMT-7": "东七区, 东7区",
    "Etc/GMT-9": "东九区, 东9区",
    "Etc/GMT-10": "东十区, 东10区",
    "Etc/GMT+5": "西五区, 西5区",
    "Etc/GMT+6": "西六区, 西6区",
    "Etc/GMT+7": "西七区, 西7区",
    "Etc/GMT+8": "西八区, 西8区",
}
