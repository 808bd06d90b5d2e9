"""The letters by which a text shows that it was read in the right charset: those that are most of any text in the languages written with it."""

from __future__ import annotations

LATIN = "éèàçêâîôûëïüùœäößñíóáúãõåæøìòðþÉÈÀÇÊÂÎÔÄÖÜÑÍÓÁÚÃÅÆØªº¿¡"
CENTRAL_EUROPEAN = "ąćęłńóśźżáčďéěíňřšťúůýžőűöüăâîşţđäôľôĄĆĘŁŃÓŚŹŻÁČĎÉĚÍŇŘŠŤÚŮÝŽŐÖÜĂÂÎŞŢĐ"
TURKISH = "çğıöşüâîÇĞİÖŞÜ"
ARABIC = "الينمورتبةعدسفهكحقأج،"
CYRILLIC = "оеаинтсрвлкмдпуіяызь"
GREEK = "αοιετσνηυρπκμλςίόάέήύώ"
HEBREW = "יוהלארתמבשנעדםחקכ"
THAI = "านรอกเงมยลวดทสต่้ัิีะ"
JAPANESE = "のにはをたがでてとしれさいるかなもらりこすんあっうまきよくどけせそみめやわえおちつびべげろじゃょっ、。ーンスルトラ"
CHINESE = (
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十"
    "用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四"
    "第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合"
    "放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快"
    "條決往空式院選展該這來國個說們為過時對裡後麼還發沒開於長現將實進與點種聲話兒問機給幾業間東門當經頭從動兩樣體處總場師書員並內軍產氣關電張難數應車華報馬記邊戰許覺題統請"
    "愛讓認論義術結資隊帶連遠，。、"
)
KOREAN = (
    "이다의에는을가한고도지를로하은사기아어자리그대인시나들스있해라서정일수니부주보것제전만과장게안조원상드비마여진선오구경연신우성요내세공유으국학면었용당방치년동중했미회소무물"
    "문재생위모개산교러결단터발거습및분통합적관계화업명실여양월없된된.것.말할때불바"
)

CHARSET_LETTERS = (
    ("windows-1252", LATIN, 1.0),
    ("windows-1256", ARABIC, 0.8),
    ("windows-1251", CYRILLIC, 0.8),
    ("gb18030", CHINESE, 0.5),
    ("cp932", JAPANESE, 0.45),
    ("euc-jp", JAPANESE, 0.45),
    ("big5-hkscs", CHINESE, 0.5),
    ("cp949", KOREAN, 0.6),
    ("koi8-u", CYRILLIC, 0.8),
    ("koi8-r", CYRILLIC, 0.8),
    ("windows-1255", HEBREW, 0.8),
    ("windows-1253", GREEK, 0.85),
    ("iso-8859-7", GREEK, 0.85),
    ("cp874", THAI, 0.65),
    ("iso-8859-6", ARABIC, 0.8),
    ("windows-1250", CENTRAL_EUROPEAN, 1.0),
    ("iso-8859-2", CENTRAL_EUROPEAN, 1.0),
    ("windows-1254", TURKISH, 1.0),
    ("iso-8859-5", CYRILLIC, 0.8),
    ("ibm866", CYRILLIC, 0.8),
)
"""Rows (charset, its common letters, the share of a text's letters beyond ASCII that they make up at the least), in the order that settles a draw."""
