"""A sentence or two of our own in each language, and the charsets that its pages were written in before UTF-8."""

from __future__ import annotations

TEXTS = {
    "arabic": "قال مراسلنا إن المزارعين في الوادي بدأوا حصاد القمح قبل موعده بأسبوع، وتوقعوا محصولا وفيرا.",
    "persian": "باغبان پیر هر روز صبح زود به باغ می رود و گل های سرخ را آب می دهد و با پرندگان حرف می زند.",
    "french": "Les élèves ont été reçus à la mairie où la fête a commencé, malgré le gel.",
    "german": "Die Bürgermeisterin eröffnete die größte Brücke über den Fluß; Gäste kämen später.",
    "spanish": "La niña plantó un peral en el jardín de su abuelo; ¿quién recogerá después las peras del año?",
    "turkish": "Köyün çocukları ırmağın kıyısında ağaç dikti; öğretmenleri onlara şarkılar söyledi, güneş çıktı.",
    "polish": "Mieszkańcy wsi posadzili drzewa wzdłuż rzeki, a dzieci śpiewały piosenki o żółtych liściach i źródłach.",
    "czech": "Děti z vesnice vysázely u řeky nové stromy a učitelka jim přitom vyprávěla příběhy o žlutém koníčkovi.",
    "russian": "Жители посёлка собрали первый урожай яблок и открыли ярмарку на площади.",
    "ukrainian": "Мешканці села зібрали перший врожай яблук і відкрили ярмарок на площі; діти співали пісень про її річку.",
    "greek": "Οι κάτοικοι του χωριού φύτεψαν δέντρα δίπλα στο ποτάμι. Ή έτσι λένε τα παιδιά που τραγουδούσαν όλη τη μέρα.",
    "hebrew": "תושבי הכפר נטעו עצים ליד הנחל, והילדים שרו שירים כל היום עד שירדה השמש מאחורי הגבעות.",
    "thai": "ชาวบ้านช่วยกันปลูกต้นไม้ริมแม่น้ำ เด็กๆ ร้องเพลงกันทั้งวันจนพระอาทิตย์ตกหลังภูเขา",
    "japanese": "村の人々は新しい橋の完成を祝いました。子どもたちは川のそばで歌をうたい、カメラの前で手をふりました。",
    "chinese": "村民们庆祝新桥建成，孩子们唱起了歌。老人说，这是他们等了三十年的一天，以后过河不用再坐船了。",
    "taiwanese": "村民們慶祝新橋建成，孩子們唱起了歌。老人說，這是他們等了三十年的一天，以後過河不用再坐船了。",
    "korean": "마을 사람들은 새 다리가 완성된 것을 축하했다. 아이들은 강가에서 하루 종일 노래를 불렀고 어른들은 떡을 나누었다.",
}

WRITTEN_IN = (
    # language, Python's codec, label
    ("arabic", "cp1256", "windows-1256"),
    ("arabic", "iso8859-6", "iso-8859-6"),
    ("french", "cp1252", "iso-8859-1"),
    ("german", "cp1252", "windows-1252"),
    ("spanish", "cp1252", "iso-8859-1"),
    ("turkish", "cp1254", "windows-1254"),
    ("polish", "iso8859-2", "iso-8859-2"),
    ("polish", "cp1250", "windows-1250"),
    ("czech", "cp1250", "windows-1250"),
    ("russian", "cp1251", "windows-1251"),
    ("russian", "koi8-r", "koi8-r"),
    ("russian", "iso8859-5", "iso-8859-5"),
    ("russian", "cp866", "ibm866"),
    ("ukrainian", "cp1251", "windows-1251"),
    ("ukrainian", "koi8-u", "koi8-u"),
    ("greek", "cp1253", "windows-1253"),
    ("greek", "iso8859-7", "iso-8859-7"),
    ("hebrew", "cp1255", "windows-1255"),
    ("thai", "cp874", "windows-874"),
    ("japanese", "cp932", "shift_jis"),
    ("japanese", "euc_jp", "euc-jp"),
    ("chinese", "gb18030", "gb2312"),
    ("chinese", "gbk", "gbk"),
    ("taiwanese", "big5hkscs", "big5"),
    ("korean", "cp949", "euc-kr"),
)
