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
variant-strict = الأشد
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
overview-places = أماكن تتحدث أو يُتحدث عنها
overview-statements = بيانات في السجل
overview-corrections = تصويبات وسحوبات
overview-started = بدأ مؤخرًا
overview-ended = انتهى مؤخرًا
overview-corrected = صُوِّب مؤخرًا
overview-strictest = الأشد الآن
overview-on = في { $date }

# Policies.
policies-title = السياسات
policies-list-title = التدابير
policies-map-title = { $instrument } في { $date }
policies-timeline-title = من فعل ماذا ومتى
policies-map-desc = { $known ->
    [one] خريطة؛ مستوى مكان واحد معروف، و{ $none } منها بلا تدبير.
   *[other] خريطة؛ المستويات معروفة في { $known } من الأماكن، و{ $none } منها بلا تدبير.
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
about-machine = للآلات
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
