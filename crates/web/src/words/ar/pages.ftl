# What things are called.
kind-measure = تدبير
kind-coverage = تغطية
kind-instrument = أداة
kind-place = مكان
kind-border = حدود
kind-group = مجموعة
kind-sources = ترتيب المصادر
kind-genesis = تأسيس السجل
kind-key = مفتاح
kind-restricted = بيان مقيَّد
kind-agreement = اتفاق
kind-partner = شريك
kind-fork = سجلّ متشعّب
kind-erasure = محو
kind-cosigned = نقاط تحقّق مشهود لها
act-state = تصريح
act-correct = تصويب
act-withdraw = سحب
reach-own = قرار المكان نفسه
reach-and-below = قراره وقرارات ما دونه
reach-applies = ما يسري على المقيمين
population-everyone = الجميع
population-vaccinated = الملقَّحون
population-not-vaccinated = غير الملقَّحين
population-strictest = القاعدة الأشد
index-stringency = الصرامة
index-containment-health = الاحتواء والصحة
index-government-response = استجابة الحكومة
index-economic-support = الدعم الاقتصادي
variant-strict = القاعدة الأشد
variant-non-vaccinated = غير الملقَّحين
variant-vaccinated = الملقَّحون
variant-simple-average = المتوسط البسيط
mode-floor = حد أدنى: للمستويات الأدنى أن تشدّد
mode-ceiling = حد أقصى: ليس للمستويات الأدنى أن تشدّد
mode-exact = مطابق: على المستويات الأدنى فعل الشيء نفسه
mode-advisory = استشاري
place-level-league = رابطة
place-level-country = دولة
place-level-region = إقليم
place-level-town = بلدة

# Columns and facts.
column-place = المكان
column-instrument = الأداة
column-measure = التدبير
column-level = المستوى
column-from = من
column-to = إلى
column-days = مدة النفاذ
column-population = لمن
column-reach = المدى
column-said-by = القائل
column-status = الحالة
column-value = القيمة
column-entry = القيد
column-kind = النوع
column-subject = عن
column-act = الفعل
column-time = الوقت
column-date = التاريخ
column-reason = السبب
column-change = التغيير
column-code = الرمز
column-name = الاسم
column-source = المصدر
column-licence = الترخيص
column-version = الإصدار
column-mode = الصفة
column-basis = الأساس القانوني
column-text = النص
column-review = المراجعة قبل
column-attachments = المرفقات
column-links = الروابط
column-notes = الملاحظات
open-end = لا نهاية معروفة

# Views.
view-map = خريطة
view-timeline = خط زمني
view-list = قائمة
view-chart = رسم بياني
view-table = جدول
any = الكل
field-place = المكان
field-instrument = الأداة
field-index = المؤشر
field-variant = الصيغة
field-day = اليوم
field-from = من
field-to = إلى
field-reach = المدى
field-population = لمن
field-least-level = المستوى الأدنى
field-said = القائل
field-below = مع الأماكن داخله
field-text = كلمات
field-as-of = كما قيل حتى
said-declared = الهيئة نفسها
said-observed = طرف آخر
count-measures = { $count ->
    [zero] لا تدابير
    [one] تدبير واحد
    [two] تدبيران
    [few] { $count } تدابير
    [many] { $count } تدبيرًا
   *[other] { $count } تدبير
}
count-places = { $count ->
    [zero] لا أماكن
    [one] مكان واحد
    [two] مكانان
    [few] { $count } أماكن
    [many] { $count } مكانًا
   *[other] { $count } مكان
}
count-statements = { $count ->
    [zero] لا بيانات
    [one] بيان واحد
    [two] بيانان
    [few] { $count } بيانات
    [many] { $count } بيانًا
   *[other] { $count } بيان
}
count-at-least = { $number } أو أكثر

# Overview.
overview-title = ما هو نافذ
overview-lead = ما قررته الحكومات، ومن قاله، وإثبات ذلك.
overview-in-force = تدابير نافذة
overview-places = أماكن يتحدث عنها السجل
overview-statements = بيانات في السجل
overview-corrections = تصويبات وسحوبات
overview-started = بدأ مؤخرًا
overview-ended = انتهى مؤخرًا
overview-corrected = صُوِّب مؤخرًا
overview-strictest = الأشد
overview-on = في { $date }

# Policies.
policies-title = السياسات
policies-list-title = التدابير
policies-map-title = { $instrument } في { $date }
policies-timeline-title = من فعل ماذا ومتى
policies-map-desc = { $known ->
    [0] لا يُعرف شيء عن أي مكان في هذا اليوم.
    [one] معروف عن مكان واحد{ $none ->
        [0] {""}
       *[other] ؛ ولا تدبير فيه
    }.
    [two] معروف عن مكانين{ $none ->
        [0] {""}
        [one] ؛ في واحد منهما لا تدبير
       *[other] ؛ ولا تدبير فيهما
    }.
    [few] معروف عن { $known } أماكن{ $none ->
        [0] {""}
        [one] ؛ في واحد منها لا تدبير
       *[other] ؛ في { $none } منها لا تدبير
    }.
   *[other] معروف عن { $known } مكانًا{ $none ->
        [0] {""}
        [one] ؛ في واحد منها لا تدبير
       *[other] ؛ في { $none } منها لا تدبير
    }.
}
policies-empty-title = لا تدبير يطابق
policies-empty-text = لا شيء في السجل يطابق كل المرشِّحات معًا. أزل واحدًا منها أو انظر في يوم آخر.
policies-none-title = لا تدابير بعد
policies-none-text = لا يحوي السجل أي تدبير. انشر واحدًا أو استورد ما نشره مرصد.
policies-drop-filters = أزل كل المرشِّحات

# A measure.
measure-history = التاريخ
measure-what = ما يقوله
measure-in-force-on = نافذ في { $date }
measure-not-in-force-on = غير نافذ في { $date }
measure-notes = ملاحظات الراصد
measure-also = ما قاله آخرون عنه
measure-statement = البيان كما هو في السجل

# A place.
places-title = الأماكن
place-now = ما يسري هنا
place-own = تقرر هنا
place-above = تقرر في مستوى أعلى
place-within = يقع في
place-below = يقع داخله
place-neighbours = يجاور
place-indices = مدى الصرامة
place-none = لا شيء نافذ هنا في هذا اليوم.
place-unknown-note = حيث لم يُصرَّح بشيء فالمستوى غير معروف، وليس هذا كالعدم.

# Indices.
indices-title = المؤشرات
indices-chart-title = مؤشر { $index }
indices-chart-desc = خطوط { $count } من الأماكن من { $from } إلى { $to }، بين 0 و100.
indices-map-title = مؤشر { $index } في { $date }
indices-method = طريقة الحساب
indices-method-text = متوسط المؤشرات الفرعية لأدواته، على طريقة مرصد أكسفورد: المستوى مقسومًا على أعلى مستوى، وأقل بنصف درجة حيث يسري التدبير على جزء من الإقليم فقط. وحيث تُعرف أدوات قليلة جدًا لا قيمة.
indices-no-value = لا قيمة: المعروف من أدواته قليل جدًا.
coverage-outside = تغطي البيانات من { $from } إلى { $to }.

# Corrections.
corrections-title = التصويبات
corrections-lead = كل ما كان خطأ وصُوِّب أو سُحب. وما قيل قبل ذلك يبقى مقروءًا.
corrections-none = لم يُصوَّب شيء ولم يُسحب.

# Record and entry.
record-title = السجل
record-lead = كل بيان بالترتيب الذي قيل به. لا يُغيَّر شيء ولا يُحذف: ما كان خطأ يصوّبه بيان لاحق.
record-size = البيانات
record-root = بصمة الجذر
record-origin = الأصل
record-key = المفتاح
record-checkpoint = نقطة التحقق الموقَّعة
record-newest = الأحدث أولًا
entry-title = القيد { $index }
entry-id = المعرّف
entry-at = قيل
entry-by = القائل
entry-revises = يراجع
entry-revised-by = راجعه
entry-about = يتحدث عن
entry-bytes = البايتات الموقَّعة
entry-stands = هذه أحدث الأقوال عن موضوعها.
entry-superseded = هناك أقوال أحدث عن هذا الموضوع.

# Verify, about, and the rest.
verify-title = التحقق
verify-how = كيف يعمل
verify-how-text = السجل شجرة ميركل. جذرها موقَّع، والإثبات يقود من بيان واحد إلى ذلك الجذر. ومن يملك المفتاح يستطيع التحقق دون سؤال هذه العقدة.
about-title = عن هذه العقدة
about-runs = من يشغّلها
about-runs-text = تصرّح هنا { $name } بما تقرره وبما ترصده. وكل بيان يقف في سجل لا يُزاد فيه إلا في آخره، ويستطيع أي شخص نسخه والتحقق منه.
about-machine = للبرامج
about-machine-text = كل صفحة هي أيضًا JSON و CSV: أضف ‎.json أو ‎.csv إلى عنوانها. والقوائم خلاصات Atom. والسجل نفسه متاح على هيئة C2SP tlog-tiles.
accessibility-title = إمكانية الوصول
accessibility-status = الحالة
accessibility-status-text = تستهدف هذه الصفحات WCAG 2.2 بالمستوى AA. وهي تعمل بلا برامج نصية، وبلوحة المفاتيح، وبعرض 320 بكسل وتكبير 400 %، وفي اتجاهي الكتابة.
accessibility-known = حدود معروفة
accessibility-known-text = الخرائط والرسوم صور لها وصف، والجدول بجانبها يحوي كل قيمة. ولم يُجرَ بعد اختبار مع مستخدمي قارئات الشاشة.
accessibility-contact = أخبرنا
accessibility-contact-text = إن لم يعمل شيء معك فأخبر الهيئة التي تشغّل هذه العقدة.
licences-title = التراخيص
licences-own = كوينون برنامج حر بترخيص MIT أو Apache-2.0.
licences-taken = مأخوذ من آخرين
licences-data = البيانات
back-to-record = عُد إلى السجل
see-all = اعرض الكل
see-entry = اعرض القيد
download = تنزيل

# What went wrong.
problem-not-found-title = الصفحة غير موجودة
problem-not-found-text = لا شيء في هذا العنوان. راجعه أو ابحث أعلاه أو ابدأ من الصفحة الرئيسية.
problem-bad-title = لا يمكن قراءة هذا
problem-bad-text = شيء في العنوان غير مفهوم:
problem-gone-title = خارج ما هو معروف
problem-method-title = ليس هنا
problem-method-text = لا يمكن استخدام هذا العنوان بهذه الطريقة.
problem-busy-title = مشغول جدًا
problem-busy-text = لدى العقدة أكثر مما تستطيع. حاول بعد لحظة.
problem-ours-title = الخطأ منا
problem-ours-text = حدث خطأ من جانبنا. أخبر الهيئة التي تشغّل هذه العقدة بهذا الرقم: { $id }
problem-forbidden-title = غير مسموح
problem-forbidden-text = يحتاج هذا إلى رمز يسمح به. تمنحه الهيئة التي تشغّل هذه العقدة.

# Words of pages, page by page.
yes = نعم
no = لا
act-revise = تم التعديل
flag-general = عام: الكل
flag-targeted = موجّه: جزء فقط
turn-starts = يبدأ
turn-ends = آخر يوم
turn-tightens = يشتد
turn-eases = يخف
place-level-national = دولة
place-level-regional = إقليم
place-level-district = قضاء
place-level-municipal = مدينة
place-level-other = أخرى
places-of-country = الدول
places-of-region = الأقاليم
places-of-town = المدن
places-at-league = الرابطة
places-at-national = الدول
places-at-regional = الأقاليم
places-at-district = الأقضية
places-at-municipal = المدن
places-at-other = أماكن أخرى
column-amends = يعدّل
column-replaces = يحل محل
column-area = المنطقة
column-because = السند
column-course = عبر الزمن
column-flag = النطاق
column-highest = الأعلى
column-lowest = الأدنى
column-mean = المتوسط
column-place-level = مستوى الحكم
column-title = العنوان
see-levels = مستوياته
see-series = عبر الزمن

# List.
count-measures-many = { $number } من التدابير
field-on = سارٍ في يوم
field-withdrawn = مع المسحوبة
field-order = الترتيب
field-limit = عدد الصفوف
field-or-index = أو مؤشر
field-places = الأماكن
field-add-place = أضف مكانًا
order-start = الأحدث بدءًا أولًا
order-oldest = الأقدم بدءًا أولًا
order-said = الأحدث تصريحًا أولًا
order-place = حسب المكان
policies-drop-filter = من دون «{ $filter }»
policies-timeline-desc = أشرطة على محور الزمن، مسار لكل مكان أو أداة: كلما كان اللون أغمق كان التدبير أشد؛ والمخطط لجزء فقط؛ والمظلل لما لا يُعرف. في الجدول أدناه كل شريط.
timeline-rows-left-out = { $count ->
    [zero] لا صفوف أخرى.
    [one] صف واحد آخر في الملفات أدناه.
    [two] صفان آخران في الملفات أدناه.
    [few] { $count } صفوف أخرى في الملفات أدناه.
    [many] { $count } صفًا آخر في الملفات أدناه.
   *[other] { $count } صف آخر في الملفات أدناه.
}
timeline-left-out = { $count ->
    [zero] لم يُترك أي مكان.
    [one] تُرك مكان واحد؛ اختر مكانًا لتراه.
    [two] تُرك مكانان؛ اختر مكانًا لتراه.
    [few] تُركت { $count } أماكن؛ اختر مكانًا لتراه.
    [many] تُرك { $count } مكانًا؛ اختر مكانًا لتراه.
   *[other] تُرك { $count } مكان؛ اختر مكانًا لتراه.
}

# A measure.
measure-about = ما قاله آخرون عنه
span-ahead = من { $from }، ولم يسرِ بعد
column-details = التفاصيل
owed-invented = بيانات مختلَقة لا تخص أي مكان حقيقي
owed-record = سجل { $origin }، { $licence }
measure-levels = جميع مستويات هذه الأداة
measure-observed = رُصد في { $place } بواسطة { $source }
measure-observed-line = السطر { $line }
measure-older-title = نص سابق
measure-older = تقرأ النسخة { $number } من { $count }.
measure-newest = اقرأ الأحدث
measure-withdrawn = سُحب في { $moment }. ويبقى ما قيل قبل ذلك مقروءًا.
measure-also-caption = تدابير عن المكان نفسه والأداة نفسها في الأيام نفسها

# An entry.
entry-body = ما يقوله
entry-does-not-fit = هذا القيد لا يوافق سلسلة موضوعه؛ يُعرض ولا يغيّر شيئًا.
entry-previous = القيد السابق
entry-next = القيد التالي

# A place.
place-about = عن هذا المكان
place-applies = ما يسري هنا
place-decided-by = قرره
place-population = السكان
place-on = { $count ->
    [0] في { $date } لا يسري هنا أي تدبير، بقدر ما هو معروف.
    [one] في { $date } أداة واحدة مستخدمة هنا.
    [two] في { $date } أداتان مستخدمتان هنا.
    [few] في { $date } { $count } أدوات مستخدمة هنا.
    [many] في { $date } { $count } أداة مستخدمة هنا.
   *[other] في { $date } { $count } أداة مستخدمة هنا.
}
places-none = لا أماكن بعد
places-none-text = لا يذكر السجل أي مكان. استورد سجلًا للأماكن، أو ملفات راصد تأتي بأماكنها.

# Indices.
indices-none = لا قيمة للعرض
indices-all-csv = كل الأماكن بصيغة CSV

# Overview.
overview-aside = نظرة سريعة
overview-feeds = المتابعة
overview-feed-measures = التدابير الجديدة (Atom)
overview-feed-corrections = التصويبات (Atom)
overview-halted-title = للقراءة فقط
overview-halted = تعرض هذه العقدة سجلها ولا تضيف إليه شيئًا الآن ({ $reason }). وما تقرؤه لم يتغير.
overview-lately = ما تغيّر في آخر 30 يومًا
overview-soon = ما يتغيّر في الأيام الثلاثين القادمة
overview-no-changes = لا شيء معروف.
overview-map = مدى الصرامة، مكانًا مكانًا
overview-see-map = خريطة أي يوم
overview-root = الجذر
corrections-none-text = عندما يتبيّن خطأ في تصريح يُدرج تصويبه هنا، ويبقى النص السابق مقروءًا.

# About and the rest.
about-version = البرنامج
about-reading = كيف تُقرأ
about-reading-declared = «مُعلن» يعني أن الجهة صاحبة القرار هي التي تقوله. و«مرصود» يعني أن غيرها يبلّغ عنه. وحيث يتكلم الاثنان تأتي كلمة الجهة نفسها أولًا وتبقى كلمات الآخرين ظاهرة.
about-reading-asof = يقبل كل عنوان asof=‎، يومًا أو لحظة: فتعرض الصفحة ما كان قد قيل حتى ذلك الحين.
about-link-well-known = لمن هذا السجل
about-link-schemas = أنواع التصريحات
about-link-measures = جميع التدابير بصيغة JSON
about-link-problems = أسماء المشكلات
accessibility-tested = كيف جرى الاختبار
accessibility-tested-text = تُفحص كل صفحة آليًا عند 320 و1280 بكسل وفي اتجاهي الكتابة: البنية والتباين وحجم الأهداف وإعادة التدفق ولوحة المفاتيح.
licences-record = ما تصرّح به { $name } يمكن استخدامه بموجب { $licence }.
licences-changes = ضُمّت الأيام ذات القيمة الواحدة في تدابير؛ ولم يتغيّر شيء آخر.
licences-software = البرنامج
schemas-title = أنواع التصريحات
schemas-lead = لكل نوع مخطط JSON Schema. وتُرسل التصريحات إلى ‎/statements‎ مع رمز دخول.
verify-command = بأمر
verify-command-text = على جهازك أنت، من دون أن تثق بهذه الصفحة:
verify-command-others = السجل بصيغة C2SP tlog-tiles، فتستطيع أدوات كتبها آخرون أن تتحقق منه أيضًا.
verify-how-1 = معرّف القيد هو SHA-256 لبايتاته. غيّر حرفًا واحدًا يصبح غيره.
verify-how-2 = القيد ورقة في شجرة من البصمات (RFC 6962). ويحمل البرهان البصمات القليلة التي تصل من الورقة إلى الجذر.
verify-how-3 = الجذر مذكور في نقطة تحقق موقّعة بمفتاح السجل (Ed25519).
verify-how-4 = إذا تطابقت الثلاثة فالقيد قائم في السجل هكذا تمامًا. والسجل الذي يعرض تاريخين عليه أن يوقّع كليهما، فيُكشف.

# What can't be used.
query-q = الكلمات
query-place = المكان
query-below = مع الأماكن التي فيه
query-instrument = الأداة
query-index = المؤشر
query-variant = الصيغة
query-reach = المدى
query-population = لمن
query-level = المستوى
query-said = القائل
query-withdrawn = مع المسحوبة
query-on = اليوم
query-from = من
query-to = إلى
query-kind = النوع
query-order = الترتيب
query-limit = عدد الصفوف
query-after = الصفحة
query-before = الصفحة
query-asof = كما قيل حتى
fault-line = { $field }: لا يمكن استخدام «{ $got }»؛ { $rule }.
rule-day = أعطِ يومًا مثل 2026-11-24
rule-moment = أعطِ لحظة مثل 2026-11-24T10:00Z أو يومًا
rule-number = أعطِ عددًا صحيحًا من { $from } إلى { $to }
rule-one-of = أعطِ واحدًا من: { $words }
rule-known = أعطِ رمزًا معروفًا هنا
rule-at-most = أعطِ { $count } على الأكثر
rule-not-before = أعطِ يومًا أخيرًا لا يسبق الأول
rule-shorter = أعطِ { $count } بايت على الأكثر
rule-as-given = استخدم الرابط الذي في الصفحة السابقة
no-such-measure = لا يُعرف هنا أي تدبير باسم { $name }.
no-such-version = ليس للتدبير نسخة { $name }.
no-such-place = لا يُعرف هنا أي مكان باسم { $name }.
no-such-entry = ليس في السجل قيد { $name }.
no-such-record = لا يُحفظ هنا أي سجل باسم { $name }.
no-such-kind = لا يُعرف هنا أي نوع باسم { $name }.
no-such-attachment = لا يُحفظ هنا أي مرفق باسم { $name }.
no-such-subject = لا يُعرف هنا أي موضوع باسم { $name }.
coverage-covers = تغطي البيانات: { $span }.
problem-begins = يبدأ السجل في { $moment }.
problems-title = المشكلات
problems-lead = عندما يفشل طلب تتلقى الآلات problem+json ‏(RFC 9457)؛ ونوعه واحد من هذه.
problem-no-such-thing-title = غير معروف هنا
problem-no-such-thing-text = لا يُعرف هنا شيء بهذا الاسم.
problem-no-such-format-title = ليس بهذه الصيغة
problem-no-such-format-text = لا تتوفر هذه الصفحة بتلك الصيغة. وهي متوفرة بالصيغ:
problem-bad-query-title = لا يمكن قراءة هذا
problem-bad-query-text = في العنوان شيء غير مفهوم.
problem-outside-coverage-title = خارج ما هو معروف
problem-outside-coverage-text = لم يُصرَّح بشيء عن ذلك اليوم، وهذا لا يعني عدم وجود شيء.
problem-before-the-record-title = قبل السجل
problem-before-the-record-text = لم يكن قد قيل شيء حتى ذلك الحين.
problem-media-type-title = ليس هذا النوع من المحتوى
problem-media-type-text = أرسل تصريحًا واحدًا بصيغة application/json، أو عدة تصريحات بصيغة application/x-ndjson، واحدًا في كل سطر.
problem-not-json-title = ليس JSON
problem-not-json-text = تعذّرت قراءة المحتوى بصيغة JSON. ويسمّي الرد السطر.
problem-faults-title = أخطاء فيما قيل
problem-faults-text = تخالف التصريحات القواعد. ويسرد الرد كل خطأ مع موضعه وما يُقبل. ولم يُنشر شيء.
problem-refused-title = مرفوض بسبب موضعه في السجل
problem-refused-text = التصريح لا يوافق ما هو قائم: سبقته كلمة أخرى عن الموضوع. اقرأ الرأس الذي يسمّيه الرد وعدّله.
problem-unauthorized-title = يلزم رمز دخول
problem-unauthorized-text = أرسل رمز دخول صالحًا: Authorization: Bearer. وتصدره الجهة التي تدير هذه العقدة.
problem-too-large-title = كبير جدًا
problem-too-large-text = المحتوى أكبر مما يتسع له طلب واحد. أرسله على أجزاء.
problem-too-slow-title = بطيء جدًا
problem-too-slow-text = لم يصل المحتوى في الوقت. أرسله أسرع أو على أجزاء.
problem-halted-title = العقدة لا تضيف شيئًا الآن
problem-halted-text = وجدت سببًا لعدم التوقيع، وتعرض سجلها كما هو. وعلى مشغّلها أن ينظر.
problem-internal-title = الخطأ منا
problem-internal-text = فشل شيء من جانبنا وأُبلغ عنه.

# كيف تستخدمها البرامج.
about-machine-more = كيف تستخدم البرامج هذه العقدة
about-link-openapi = كل ذلك بصيغة OpenAPI
api-title = للبرامج
api-lead = تقرأ البرامج كل ما هنا من غير مفتاح. ولتُدلي ببيان تحتاج إلى رمز دخول من الهيئة التي تدير هذه العقدة.
api-document = كل عنوان ومعامل وإجابة بصيغة OpenAPI 3.1
api-read = القراءة
api-read-text = للصفحة ولبياناتها عنوان واحد. أضف لاحقة لتختار الصيغة، أو اطلبها عبر Accept.
api-read-pages = تأتي القوائم الطويلة على أجزاء: اتبع «next» في JSON حتى يصير null.
api-read-asof = مع asof= تحصل على ما كان قد قيل حتى يوم أو لحظة. وهذه الإجابة لا تتغير أبدًا، فاستشهد بها بهذا العنوان.
api-read-again = اسأل كلما احتجت: أعِد ETag في If-None-Match، والإجابة التي لم تتغير لا تكلف إلا بضعة بايتات.
api-addresses = العناوين والصيغ
api-addresses-caption = الصفحات التي لها بيانات، واللواحق التي تعطيها
api-address = العنوان
api-forms = اللواحق
api-state = الإدلاء ببيان
api-state-text = أرسل بيانًا واحدًا بصيغة JSON. ينشئ الأمر «koinon token create» على العقدة رمز الدخول، وفيه المكتب الذي يتحدث وما يجوز له أن يقوله.
api-state-receipt = تأتي الإجابة حين يُحفظ البيان ويُوقَّع عليه. وهي تسمي القيد:
api-state-many = عدة بيانات معًا: واحد في كل سطر، بصيغة application/x-ndjson. إما أن تُقبل كلها أو لا يُقبل شيء منها.
api-fails = حين يقع خطأ
api-fails-text = تأتي الأخطاء بصيغة problem+json (RFC 9457)، بكل خلل دفعة واحدة وموضعه وما كان سيُقبل. والحقل type هو عنوان صفحة تشرحه.
api-check = تحقَّق مما حصلت عليه
api-check-text = السجل في صيغة C2SP tlog-tiles، وأحدث حالاته موقَّعة. انسخه كاملًا وتحقق منه من غير أن تثق بهذه العقدة:
