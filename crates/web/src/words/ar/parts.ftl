# Dates, numbers, lists.
month-1 = يناير
month-2 = فبراير
month-3 = مارس
month-4 = أبريل
month-5 = مايو
month-6 = يونيو
month-7 = يوليو
month-8 = أغسطس
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر
month-short-1 = يناير
month-short-2 = فبراير
month-short-3 = مارس
month-short-4 = أبريل
month-short-5 = مايو
month-short-6 = يونيو
month-short-7 = يوليو
month-short-8 = أغسطس
month-short-9 = سبتمبر
month-short-10 = أكتوبر
month-short-11 = نوفمبر
month-short-12 = ديسمبر
date-format = { $day } { $month } { $year }
moment-format = { $date }، { $time } بالتوقيت العالمي المنسق
span-closed = من { $from } إلى { $to }
span-open = منذ { $from }
span-until = حتى { $to }
span-always = في أي وقت
list-comma = ،_
list-and = { $before } و{ $last }
percent = { $number }%
count-days = { $count ->
    [zero] لا أيام
    [one] يوم واحد
    [two] يومان
    [few] { $count } أيام
    [many] { $count } يومًا
   *[other] { $count } يوم
}

# The frame.
skip-to-content = انتقل إلى المحتوى الرئيسي
identity-record-of = السجل العام لـ
identity-key = موقَّع بالمفتاح
identity-verify = تحقَّق من هذا السجل
search-button = بحث
nav-label = الأقسام
nav-menu = القائمة
nav-policies = السياسات
nav-indices = المؤشرات
nav-places = الأماكن
nav-corrections = التصويبات
nav-record = السجل
nav-verify = التحقق
nav-about = عن الموقع
languages-label = اللغة
breadcrumbs-label = موقعك في الصفحات
invented-title = بيانات مختلَقة.
invented-text = هذه الأماكن والهيئات والتدابير مختلَقة لعرض البرنامج، ولا شيء هنا يخص حكومة حقيقية.
as-of-banner = ترى ما كان قد قيل حتى { $moment }.
as-of-label = حالة سابقة
as-of-leave = اعرض ما يقال الآن
attribution-data = البيانات:
cut-line = { $count ->
    [zero] لا تستند هذه الصفحة إلى أي بيان، الجذر { $root }.
    [one] تستند هذه الصفحة إلى بيان واحد، الجذر { $root }.
    [two] تستند هذه الصفحة إلى بيانين، الجذر { $root }.
    [few] تستند هذه الصفحة إلى { $count } بيانات، الجذر { $root }.
    [many] تستند هذه الصفحة إلى { $count } بيانًا، الجذر { $root }.
   *[other] تستند هذه الصفحة إلى { $count } بيان، الجذر { $root }.
}
cut-newest = أحدثها بتاريخ { $moment }.
foot-about = عن هذه العقدة
foot-accessibility = إمكانية الوصول
foot-licences = التراخيص
foot-machine = للبرامج
foot-checkpoint = نقطة التحقق الموقَّعة

# Tags.
tag-declared = معلَن
tag-declared-means = قالته الهيئة صاحبة القرار
tag-observed = مرصود
tag-observed-means = قاله طرف آخر عنها
tag-estimated = مقدَّر
tag-estimated-means = محسوب حيث لم يصرّح به أحد
tag-simulated = محاكى
tag-simulated-means = نتيجة نموذج
tag-stale = لم يُجدَّد
tag-stale-means = أقدم مما ينبغي
tag-disputed = متنازع عليه
tag-disputed-means = يختلف المتحدثون عنه
tag-corrected = مصوَّب
tag-corrected-means = كان خطأ وجرى تصويبه
tag-withdrawn = مسحوب
tag-withdrawn-means = جرى سحبه ويبقى مقروءًا
tag-invented = مختلَق
tag-invented-means = مختلَق لعرض البرنامج
tag-unknown = غير معروف
tag-unknown-means = لم يصرّح به أحد، وليس هذا كالعدم
tag-in-force = نافذ
tag-in-force-means = نافذ في اليوم المعروض
tag-ended = منتهٍ
tag-ended-means = انتهى قبل اليوم المعروض
tag-not-understood = آخر قول غير مفهوم
tag-not-understood-means = أحدث بيان من إصدار لا يعرفه هذا البرنامج
level-of = { $level } من { $max }
targeted = (جزء من الإقليم)

# Tables, filters, lists.
filter-label = المرشِّحات
filter-title = المرشِّحات
filter-apply = طبِّق المرشِّحات
filter-show = اعرض
date-hint = سنة-شهر-يوم، مثل ⁦2026-11-24⁩
date-fault = { $got } ليس يومًا؛ اكتبه سنة-شهر-يوم، مثل ⁦2026-11-24⁩
fault-prefix = خطأ:
faults-title = هناك مشكلة
chips-label = المرشِّحات المستخدَمة
chip-drop = أزل المرشِّح
pages-label = صفحات النتائج
pages-first = عُد إلى البداية
pages-next = الصفحة التالية
cite-download = خذ معك:
cite-permalink = رابط هذا العرض
cite-cite = استشهاد
history-reason = السبب:
diff-gone = محذوف:
diff-new = مضاف:

# Charts and maps.
chart-source = المصدر: { $source }
chart-licence = الترخيص: { $licence }
chart-invented = بيانات مختلَقة
chart-unknown = غير معروف
scale-zero = 0 (لا شيء)
legend-unknown = غير معروف
legend-disputed = منطقة متنازع عليها
legend-targeted = جزء من الإقليم فقط
legend-less = أقل صرامة
legend-more = أشد صرامة
map-disclaimer = لا تعني الحدود والأسماء والمناطق المظللة أي حكم على الوضع القانوني لأي إقليم. الرسم: { $source }.
slider-label = اليوم
slider-back = سبعة أيام إلى الوراء
slider-on = سبعة أيام إلى الأمام

# Proof.
proof-title = الإثبات
proof-good = هذا هو القيد { $index } من { $size } في السجل الموقَّع، بلا تغيير.
proof-open = هذا هو القيد { $index } من { $size }. يمكن التحقق منه هنا أو بالأمر أدناه.
proof-bad = لا يطابق هذا القيد السجل الموقَّع. لا تعتمد عليه وأبلغ الهيئة التي تشغّل هذه العقدة.
proof-check-here = تحقَّق في هذا المتصفح
proof-details = ما الذي يُتحقق منه وبماذا
proof-id = معرّف القيد (SHA-256 لبايتاته)
proof-root = بصمة جذر نقطة التحقق
proof-key = مفتاح السجل
proof-command = على جهازك، مع الملفين أدناه:
proof-file = نزّل الإثبات
proof-entry = نزّل القيد
verify-lead = ضع هنا إثباتًا وقيده. يُتحقق منهما في هذا المتصفح ولا يُرسلان إلى أي مكان.
verify-files = ملفا الإثبات والقيد
verify-files-hint = كلاهما: ⁦NAME.tlog-proof⁩ و⁦NAME.entry⁩
verify-vkey = مفتاح السجل
verify-vkey-hint = كما تنشره الهيئة؛ خذه من مكان تثق به
verify-button = تحقَّق
verify-noscript = بلا برامج نصية، تحقَّق على جهازك:
verify-running = جارٍ التحقق …
verify-need-both = أعطِ الملفين: الإثبات والقيد.
verify-good = جرى التحقق في هذا المتصفح: القيد { $index } من { $size } في السجل الموقَّع بهذا المفتاح، بلا تغيير.
verify-bad-id = لم يتحقق: بايتات القيد ليست التي تسميها هذه الصفحة.
verify-bad-path = لم يتحقق: لا يقود القيد إلى الجذر الموقَّع. إما أنه تغيّر أو أنه ليس من هذا السجل.
verify-bad-signature = لم يتحقق: نقطة التحقق غير موقَّعة بهذا المفتاح.
verify-bad-origin = لم يتحقق: نقطة التحقق لسجل آخر.
verify-bad-form = لم يتحقق: ليس هذا إثباتًا على هيئة c2sp.org/tlog-proof@v1 ({ $got }).
verify-fetch-failed = تعذّر تحميل الإثبات؛ لم يُتحقق من شيء.
verify-no-ed25519 = لا يستطيع هذا المتصفح التحقق من توقيعات Ed25519 هنا (يحتاج إلى https أو localhost)؛ استخدم الأمر أدناه.
verify-step-hash = بصمة SHA-256 لبايتات القيد: { $got }
verify-step-leaf = بصمة الورقة (RFC 6962): { $got }
verify-step-path = { $count ->
    [one] بصمة واحدة على المسار تقود إلى الجذر: { $got }
   *[other] { $count } من بصمات المسار تقود إلى الجذر: { $got }
}
verify-step-signature = توقيع نقطة التحقق من { $got }: صحيح
verify-cosigned = توقيعات أخرى على نقطة التحقق: { $count }
