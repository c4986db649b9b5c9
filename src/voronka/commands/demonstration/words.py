"""What people of a demonstration write. English is the source, as in the demo workspace, whose words serve where they fit."""

from collections.abc import Mapping

from voronka.commands.demo_workspace import texts
from voronka.commands.demo_workspace.translations import Phrases, Say

Words = Mapping[str, tuple[str, str, str]]
_LANGUAGES = ("ru", "uk", "id")

# What is asked for, by the method; whoever sells otherwise trades.
TRADE = "four-stages"
REQUESTS: Mapping[str, Words] = {
    "nine-statuses": {
        "New site for the plant": ("Новый сайт завода", "Новий сайт заводу", "Situs baru pabrik"),
        "Online shop redesign": ("Редизайн интернет-магазина", "Редизайн інтернет-магазину", "Desain ulang toko online"),
        "Search promotion for a year": ("Продвижение в поиске на год", "Просування в пошуку на рік", "Promosi pencarian setahun"),
        "Advertising for the season": ("Реклама к сезону", "Реклама до сезону", "Iklan menjelang musim"),
        "Corporate portal": ("Корпоративный портал", "Корпоративний портал", "Portal perusahaan"),
        "Brand book and site": ("Фирменный стиль и сайт", "Фірмовий стиль і сайт", "Identitas merek dan situs"),
        "Site audit with a plan": ("Аудит сайта с планом", "Аудит сайту з планом", "Audit situs dengan rencana"),
        "Client area on the site": ("Личный кабинет клиентов", "Особистий кабінет клієнтів", "Area pelanggan di situs"),
        "Landing page for a new line": ("Лендинг для новой линейки", "Лендинг для нової лінійки", "Halaman promosi lini baru"),
    },
    "six-stages": {
        "Cloud telephony, 40 seats": ("Облачная телефония, 40 мест", "Хмарна телефонія, 40 місць", "Telepon cloud, 40 pengguna"),
        "Call centre, 12 operators": ("Колл-центр, 12 операторов", "Кол-центр, 12 операторів", "Call center, 12 operator"),
        "Call recording for a year": ("Запись разговоров на год", "Запис розмов на рік", "Rekaman panggilan setahun"),
        "Numbers in three cities": ("Номера в трёх городах", "Номери в трьох містах", "Nomor di tiga kota"),
        "CRM connection, 25 people": ("Подключение CRM, 25 человек", "Підключення CRM, 25 осіб", "Koneksi CRM, 25 orang"),
        "Video conferences for the office": ("Видеосвязь для офиса", "Відеозв’язок для офісу", "Konferensi video kantor"),
        "Warehouse software": ("Программа для склада", "Програма для складу", "Aplikasi gudang"),
        "Support desk, 8 agents": ("Служба поддержки, 8 мест", "Служба підтримки, 8 місць", "Layanan bantuan, 8 agen"),
        "Call analytics": ("Аналитика звонков", "Аналітика дзвінків", "Analitik panggilan"),
    },
    TRADE: {
        "Office furniture, 30 places": ("Мебель для офиса, 30 мест", "Меблі для офісу, 30 місць", "Furnitur kantor, 30 kursi"),
        "Air conditioners with installation": ("Кондиционеры с монтажом", "Кондиціонери з монтажем", "AC dengan pemasangan"),
        "Shelving for the warehouse": ("Стеллажи для склада", "Стелажі для складу", "Rak gudang"),
        "Windows for the hall": ("Окна для зала", "Вікна для зали", "Jendela aula"),
        "Workwear for 60 people": ("Спецодежда на 60 человек", "Спецодяг на 60 осіб", "Seragam kerja 60 orang"),
        "Generator with delivery": ("Генератор с доставкой", "Генератор з доставкою", "Genset dengan pengiriman"),
        "Signs for 5 shops": ("Вывески для 5 магазинов", "Вивіски для 5 магазинів", "Papan nama 5 toko"),
        "Water coolers ×20": ("Кулеры для воды, 20 шт.", "Кулери для води, 20 шт.", "Dispenser air, 20 unit"),
        "Cleaning for a year": ("Уборка на год", "Прибирання на рік", "Kebersihan setahun"),
    },
    "lead-customer-client": {
        "Fit-out of the second floor": ("Отделка второго этажа", "Оздоблення другого поверху", "Interior lantai dua"),
        "Production line, turnkey": ("Производственная линия под ключ", "Виробнича лінія під ключ", "Lini produksi siap pakai"),
        "Accounting system with migration": ("Учётная система с переносом данных", "Облікова система з перенесенням даних", "Sistem akuntansi dengan migrasi"),
        "Logistics for a year": ("Логистика на год", "Логістика на рік", "Logistik setahun"),
        "Laboratory equipment": ("Оборудование лаборатории", "Обладнання лабораторії", "Peralatan laboratorium"),
        "Training of 80 employees": ("Обучение 80 сотрудников", "Навчання 80 працівників", "Pelatihan 80 karyawan"),
        "Energy audit and upgrade": ("Энергоаудит и модернизация", "Енергоаудит і модернізація", "Audit energi dan peremajaan"),
        "Fleet of 15 vans": ("Парк из 15 фургонов", "Парк із 15 фургонів", "Armada 15 van"),
        "Security of three sites": ("Охрана трёх объектов", "Охорона трьох об’єктів", "Keamanan tiga lokasi"),
    },
}  # fmt: skip

_SAID: Words = {
    "They do it by hand today and lose a day every week.": ("Сейчас делают вручную и теряют день в неделю.", "Зараз роблять вручну й втрачають день на тиждень.", "Sekarang dikerjakan manual dan hilang sehari tiap minggu."),
    "The present contractor misses dates; it must be ready before the season.": ("Нынешний подрядчик срывает сроки; нужно успеть до сезона.", "Теперішній підрядник зриває строки; треба встигнути до сезону.", "Vendor sekarang sering terlambat; harus siap sebelum musim ramai."),
    "They open a second branch and want everything as in the first.": ("Открывают второй филиал и хотят всё как в первом.", "Відкривають другу філію й хочуть усе як у першій.", "Mereka membuka cabang kedua dan ingin semuanya sama seperti cabang pertama."),
    "They want one supplier instead of three, and one bill.": ("Хотят одного поставщика вместо трёх и один счёт.", "Хочуть одного постачальника замість трьох і один рахунок.", "Mereka ingin satu pemasok, bukan tiga, dan satu tagihan."),
    "approved for this quarter": ("утверждён на этот квартал", "затверджено на цей квартал", "disetujui untuk kuartal ini"),
    "within last year’s sum": ("в пределах прошлогодней суммы", "у межах торішньої суми", "sebesar tahun lalu"),
    "Talked for a few minutes: they know what they want and asked to be called again.": ("Поговорили несколько минут: знают, чего хотят, просят перезвонить.", "Поговорили кілька хвилин: знають, чого хочуть, просять передзвонити.", "Berbicara beberapa menit: mereka tahu yang diinginkan dan minta ditelepon lagi."),
    "Found out who decides and when.": ("Узнали, кто решает и когда.", "Дізналися, хто вирішує і коли.", "Sudah tahu siapa yang memutuskan dan kapan."),
    "Good talk; the colleague from finance joins next time.": ("Хорошо поговорили; в следующий раз подключится коллега из финансов.", "Добре поговорили; наступного разу долучиться колега з фінансів.", "Pembicaraan bagus; lain kali rekan dari keuangan ikut."),
    "Done": ("Сделано", "Зроблено", "Selesai"),
    "They make household goods and sell through eleven shops and two dealers.": ("Делают товары для дома, продают через одиннадцать магазинов и двух дилеров.", "Роблять товари для дому, продають через одинадцять магазинів і двох дилерів.", "Mereka membuat barang rumah tangga dan menjual lewat sebelas toko dan dua dealer."),
    "The owner looks at every bill; the manager looks at dates.": ("Владелец смотрит каждый счёт, менеджер смотрит на сроки.", "Власник дивиться кожен рахунок, менеджер дивиться на строки.", "Pemilik memeriksa setiap tagihan; manajer memperhatikan jadwal."),
    "Asked to be called in the morning, before ten.": ("Просили звонить утром, до десяти.", "Просили телефонувати вранці, до десятої.", "Minta ditelepon pagi, sebelum pukul sepuluh."),
    "Agreed: half in advance, the rest on delivery, three weeks.": ("Договорились: половина вперёд, остальное по факту, три недели.", "Домовилися: половина наперед, решта за фактом, три тижні.", "Sepakat: separuh di muka, sisanya saat selesai, tiga minggu."),
    "They choose by date, guarantee and price, in this order; we match all three.": ("Выбирают по сроку, гарантии и цене, в этом порядке; по всем трём подходим.", "Обирають за строком, гарантією і ціною, саме так; за всіма трьома підходимо.", "Mereka memilih berdasarkan waktu, garansi, lalu harga; ketiganya cocok."),
    "“Everything as promised, and in time.”": ("«Всё как обещали и вовремя».", "«Усе, як обіцяли, і вчасно».", "“Semua sesuai janji dan tepat waktu.”"),
    "They wrote it in a letter.": ("Написали об этом письмом.", "Написали про це листом.", "Mereka menulisnya lewat surat."),
    "What we spoke of": ("О чём говорили", "Про що говорили", "Yang kita bicarakan"),
    "Our offer": ("Наше предложение", "Наша пропозиція", "Penawaran kami"),
    "Documents": ("Документы", "Документи", "Dokumen"),
    "Found us by a recommendation": ("Пришли по рекомендации", "Прийшли за рекомендацією", "Tahu dari rekomendasi"),
    "request from the site": ("заявка с сайта", "заявка з сайту", "permintaan dari situs"),
    "exhibition": ("выставка", "виставка", "pameran"),
    "incoming call": ("входящий звонок", "вхідний дзвінок", "telepon masuk"),
    "recommendation": ("рекомендация", "рекомендація", "rekomendasi"),
    "Call the client": ("Позвонить клиенту", "Зателефонувати клієнту", "Telepon klien"),
    "Hold the meeting": ("Провести встречу", "Провести зустріч", "Adakan pertemuan"),
    "Write to the client": ("Написать клиенту", "Написати клієнту", "Tulis ke klien"),
    "Send the offer": ("Отправить предложение", "Надіслати пропозицію", "Kirim penawaran"),
    "Send the documents": ("Отправить документы", "Надіслати документи", "Kirim dokumen"),
    "Visit the client": ("Съездить к клиенту", "З’їздити до клієнта", "Kunjungi klien"),
    "Ask about the payment": ("Узнать об оплате", "Дізнатися про оплату", "Tanyakan pembayaran"),
    "Look into it": ("Изучить вопрос", "Вивчити питання", "Pelajari dulu"),
    "Take the next step": ("Сделать следующий шаг", "Зробити наступний крок", "Lakukan langkah berikutnya"),
    "Brief.pdf": ("Бриф.pdf", "Бриф.pdf", "Brief.pdf"),
    "Offer.pdf": ("Предложение.pdf", "Пропозиція.pdf", "Penawaran.pdf"),
    "Contract.pdf": ("Договор.pdf", "Договір.pdf", "Kontrak.pdf"),
    "Contract signed.pdf": ("Договор подписан.pdf", "Договір підписано.pdf", "Kontrak ditandatangani.pdf"),
    "Invoice.pdf": ("Счёт.pdf", "Рахунок.pdf", "Tagihan.pdf"),
    "Payment order.pdf": ("Платёжка.pdf", "Платіжка.pdf", "Bukti bayar.pdf"),
    "Acceptance act.pdf": ("Акт приёмки.pdf", "Акт приймання.pdf", "Berita acara.pdf"),
    "The director wants to compare once more.": ("Директор хочет сравнить ещё раз.", "Директор хоче порівняти ще раз.", "Direktur ingin membandingkan sekali lagi."),
    "For this money we can go on as we are.": ("За эти деньги можно оставить как есть.", "За ці гроші можна лишити як є.", "Dengan uang segitu, kami bisa jalan seperti biasa."),
    "They buy by tender only, the next one is in spring.": ("Покупают только через тендер, следующий весной.", "Купують лише через тендер, наступний навесні.", "Hanya beli lewat tender, yang berikutnya musim depan."),
    "We have worked with the same people for six years.": ("Мы шесть лет работаем с одними и теми же.", "Ми шість років працюємо з тими самими.", "Kami sudah enam tahun dengan pemasok yang sama."),
    "They decided for others.": ("Выбрали других.", "Обрали інших.", "Mereka memilih yang lain."),
    "It came to nothing: the plans have changed.": ("Не состоялось: планы изменились.", "Не відбулося: плани змінилися.", "Tidak jadi: rencananya berubah."),
}  # fmt: skip

NEEDS = tuple(_SAID)[:4]
BUDGETS = ("approved for this quarter", "within last year’s sum")
CALLED = (
    "Talked for a few minutes: they know what they want and asked to be called again.",
    "Found out who decides and when.",
    "Good talk; the colleague from finance joins next time.",
)
NOTED = (
    "They make household goods and sell through eleven shops and two dealers.",
    "The owner looks at every bill; the manager looks at dates.",
    "Asked to be called in the morning, before ten.",
)
AGREED = "Agreed: half in advance, the rest on delivery, three weeks."
DECIDED = "They choose by date, guarantee and price, in this order; we match all three."
CONTENT = "“Everything as promised, and in time.”"
JUDGED = "They wrote it in a letter."
SOURCES = ("request from the site", "exhibition", "incoming call", "recommendation")
LOST = ("They decided for others.", "It came to nothing: the plans have changed.")
POSTPONED = texts.POSTPONED[:1] + texts.POSTPONED[2:]
DONE = "Done"
# What clients object, by the playbook's keys; of a key that is not here nothing is quoted.
OBJECTED = {
    "price": "For this money we can go on as we are.",
    "not-now": texts.OBJECTED["not-now"][0],
    "has-supplier": "We have worked with the same people for six years.",
    "needs-to-ask": "The director wants to compare once more.",
    "terms": texts.OBJECTED["terms"][1],
    "no-trust": texts.OBJECTED["no-trust"][0],
    "tender-only": "They buy by tender only, the next one is in spring.",
}


def spoken(language: str) -> Say:
    """The words of a demonstration in one language.

    Raises:
        KeyError: by the function, when nobody has translated the text.
    """
    if language == "en":
        return Phrases(language).say
    place = _LANGUAGES.index(language)
    table = {text: said[place] for words in (_SAID, *REQUESTS.values()) for text, said in words.items()}
    also = Phrases(language).say
    return lambda text: table[text] if text in table else also(text)


def requests(method: str) -> tuple[str, ...]:
    """What is asked for where one sells by this method."""
    return tuple(REQUESTS.get(method, REQUESTS[TRADE]))
