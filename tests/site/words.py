"""Word lists of the invented outlet: the only prose in its articles, all of it our own."""

from __future__ import annotations

PLACES_EN = ("Marwick", "Oldbridge", "the harbour quarter", "Tallow Hill", "Eastmere", "the lower valley", "Saltgate", "Fenwick Road", "Norrow", "the old mill district")
BODIES_EN = ("the town council", "a committee of fishermen", "the regional hospital", "two village schools", "the water board", "a group of farmers", "the public library", "the bus company", "local beekeepers", "the weather office")
DEEDS_EN = ("announced a plan to repair", "asked residents to vote on", "published new figures about", "opened a public hearing on", "postponed the work on", "agreed to share the cost of", "received forty complaints about", "invited engineers to inspect", "set aside money for", "described in detail")
THINGS_EN = ("the stone bridge", "the drinking water network", "the winter timetable", "the olive harvest", "the market roof", "the coastal road", "the irrigation canals", "the reading rooms", "the night shifts", "the solar panels")
AFTERS_EN = ("after a long and calm debate", "although the rain had not stopped for days", "while several neighbours looked on", "before the end of the season", "despite a shortage of spare parts", "with the help of volunteers", "as the older residents had hoped", "because the previous contract had expired", "without raising any fees", "once the surveyors had finished")
AUTHORS_EN = ("Ada Merrow", "Jonas Pell", "Miriam Oakes", "Tobias Lund")
SECTIONS_EN = ("Town", "Harvest", "Transport", "Health")

PLACES_AR = ("وادي النخيل", "حي الميناء القديم", "مدينة السدرة", "قرية العين", "الساحل الشرقي", "سوق الحدادين", "جبل الريحان", "منطقة السهل", "ضاحية الزهور", "طريق البحر")
BODIES_AR = ("المجلس المحلي", "لجنة الصيادين", "المستشفى العام", "إدارة المدارس", "مؤسسة المياه", "جمعية المزارعين", "المكتبة العامة", "شركة النقل", "اتحاد النحالين", "مركز الأرصاد")
DEEDS_AR = ("أعلن خطة لإصلاح", "دعا السكان إلى التصويت على", "نشر أرقاماً جديدة عن", "عقد جلسة عامة حول", "أجّل العمل في", "وافق على تقاسم تكاليف", "تلقى شكاوى كثيرة بشأن", "طلب من المهندسين فحص", "خصص مبلغاً من المال لصيانة", "وصف بالتفصيل حالة")
THINGS_AR = ("الجسر الحجري", "شبكة مياه الشرب", "جدول الشتاء", "موسم الزيتون", "سقف السوق", "الطريق الساحلي", "قنوات الري", "قاعات القراءة", "نوبات الليل", "الألواح الشمسية")
AFTERS_AR = ("بعد نقاش طويل وهادئ", "رغم أن المطر لم يتوقف منذ أيام", "بحضور عدد من الجيران", "قبل نهاية الموسم", "على الرغم من نقص قطع الغيار", "بمساعدة المتطوعين", "كما كان يأمل كبار السن", "لأن العقد السابق قد انتهى", "من دون زيادة الرسوم", "حالما انتهى المسّاحون من عملهم")
AUTHORS_AR = ("سلمى الحداد", "ياسر النجار", "هدى البنا", "كريم الراعي")
SECTIONS_AR = ("محليات", "زراعة", "نقل", "صحة")
