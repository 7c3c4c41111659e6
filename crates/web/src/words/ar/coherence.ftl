# Conflicts between levels, neighbours and sectors.

# Register
kind-authority = سلطة
kind-competence = اختصاص
kind-office = مكتب
group-kind-league = رابطة
group-kind-basin = حوض نهر
group-kind-twin = مدن متوأمة
group-kind-other = مجموعة
aside-contact-proof = بمن تتصل، والإثبات
contact-title = جهة الاتصال المناوبة
contact-body = الجهة
contact-office = المكتب
contact-instead-of = ينوب عن
contact-phone = الهاتف
contact-mail = البريد الإلكتروني
contact-hours = أوقات الرد
contact-languages = اللغات
contact-none = لم تُعلَن جهة اتصال مناوبة لدى { $body }.
contact-how = أعلِن واحدة بواسطة office/v1
trouble-title = السجل غير متسق هنا
trouble-stated-twice = أُعلن { $place } مكانًا مرتين. يُؤخذ بالبيان الأحدث؛ اسحب الآخر.
trouble-same-as = يقول كل من { $place } و{ $other } إنه { $code }. يُعثر به على { $place }؛ صحّح الآخر.
trouble-no-parent = يذكر { $place } أنه جزء من { $other }، ولا شيء يعلن { $other }. أعلِنه أو صحّح المكان الأعلى.
trouble-circle = كل من هذه الأماكن جزء من الذي يليه، وآخرها جزء من أولها: { $place }. صحّح المكان الأعلى لأحدها.
trouble-too-deep = فوق { $place } أماكن أكثر مما يُتتبَّع. صحّح المكان الأعلى لأحدها.
trouble-touches-itself = يقول حدّ إن { $place } يجاور نفسه برمز آخر. لا يُؤخذ به؛ اسحبه.
power-title = من له أن يقرر هنا
power-caption = الاختصاصات السارية على { $place } في { $date }
power-governed = تحكمه
power-groups = ينتمي إلى
column-holder = الجهة
column-instruments = الأدوات
column-power = الصلاحية
column-sectors = القطاعات
holding-exclusive = وحده
holding-shared = مع غيره
holding-supporting = له أن يساند
power-all = كل شيء
power-more = و{ $count } غيرها
power-none = لم يُعلَن سجل اختصاصات يشمل { $place }، فلا شيء يبيّن من له أن يقرر ماذا هنا. وإلى أن يُعلَن، يُذكر التصرف المنفرد ولا يُسمّى تعارضًا أبدًا.
power-how = أعلِن اختصاصًا بواسطة competence/v1
power-label = الاختصاص
power-own = لـ{ $body } وحدها أن تقرر هذا.
power-shared = لـ{ $body } أن تقرر هذا، ولغيرها كذلك.
power-outside = لا يمنح السجل { $body } اختصاصًا في هذا.
power-held-by = الاختصاص لدى { $bodies }.
power-unknown-register = غير معروف: لم يُعلَن سجل اختصاصات يشمل { $place }. ولذلك يُذكر التصرف المنفرد ولا يُسمّى تعارضًا أبدًا.
power-unknown-authority = غير معروف: يوجد سجل يشمل { $place }، لكن لا شيء يبيّن من يحكم هناك.
power-statement = البيان
why-no_chain = لم يُعلَن لها أي اختصاص.
why-instrument = لا يذكر أي من اختصاصاتها هذه الأداة.
why-sector = اختصاصاتها في قطاعات أخرى.
why-place = اختصاصاتها في أماكن أخرى.
why-time = لم تكن اختصاصاتها سارية في ذلك اليوم.

view-conflicts = التعارضات
view-support = الصحة والاقتصاد
view-diffusion = من تحرّك أولًا
view-rules = القواعد
conflicts-title = أين تتعارض القرارات
conflicts-no-register = لم يُصرَّح هنا بأي سجل للاختصاصات. فلا شيء يقول من يحق له أن يقرر ماذا، ويُعدّ ما قرره المستوى الأعلى مشورة: الفرق بين المستويات سؤال لا تعارض.
conflicts-rules-default = ما يُعرض عادةً
conflicts-empty-title = لا نتيجة مطابقة
conflicts-empty-text = لا تجد أي قاعدة ما يوافق كل المرشحات معًا. احذف أحدها، أو انظر في يوم آخر، أو اطلب قاعدة لا تُعرض عادةً.
conflicts-none-text = لم يُعثر على شيء. تقارن القواعد أماكن بعضها فوق بعض، أو متجاورة، أو يجمعها مكان أعلى: صرّح بالأماكن والحدود وبما تقرره.
conflicts-order-worst = الأسوأ أولًا
conflicts-order-newest = الأحدث أولًا
conflicts-order-longest = الأطول أولًا
conflicts-order-place = حسب القاعدة والمكان
conflicts-order-worst-means = الترتيب: الأخطر أولًا؛ ثم ما لم يُجب عنه أحد؛ ثم ما هو قائم اليوم؛ ثم الفرق الأكبر بين الجانبين؛ ثم الأطول. لا يرتّب أي نموذج شيئًا.
conflicts-order-newest-means = الترتيب: ما بدأ آخرًا يأتي أولًا.
conflicts-order-longest-means = الترتيب: الأكثر أيامًا أولًا.
conflicts-order-place-means = الترتيب: حسب القاعدة والأداة والمكانين.
count-findings = { $count ->
    [zero] لا نتائج
    [one] نتيجة واحدة
    [two] نتيجتان
    [few] { $count } نتائج
    [many] { $count } نتيجة
   *[other] { $count } نتيجة
}
kilometres = { $number } كم
field-rule = القاعدة
field-grade = مدى الخطورة
field-government = مستوى الحكم
field-min-days = يدوم على الأقل (أيام)
field-newer = بدأ في آخر (أيام)
field-answer = الجواب
grade-conflict = تعارض
grade-question = سؤال
grade-note = ملاحظة
grade-conflict-means = صفةٌ أو اختصاصٌ مصرَّح به يقول إن الاثنين لا يمكن أن يقوما معًا.
grade-question-means = يكون تعارضًا لو كان الإجراء الأعلى ملزمًا، أو لم يكن الأمر مقصودًا: اسأل.
grade-note-means = يحسن أن يُعرف؛ لا يلزم فعل شيء.
grade-at-least-conflict = التعارضات فقط
grade-at-least-question = الأسئلة والتعارضات
grade-at-least-note = الملاحظات أيضًا
answer-none = بلا جواب
answer-accepted = مقبول
answer-disputed = متنازع فيه
answer-resolving = قيد الحل
side-upper = (المستوى الأعلى)
side-lower = (المستوى الأدنى)
side-neighbours = أخفّ الجيران كلهم
side-group = أخفّ المجموعة
side-one = أحد الإجراءين
side-other = الإجراء الآخر
way-on = في { $date }:
way-peers = { $known ->
    [0] لا يُعرف مستوى أي جار آخر لـ{ $place }.
    [one] يختلف { $place } بمقدار { $threshold } أو أكثر عن { $differs } من جار واحد آخر.
   *[other] يختلف { $place } بمقدار { $threshold } أو أكثر عن { $differs } من أصل { $known } من الجيران الآخرين.
}
way-odd = ينفرد { $place } عن معظم جيرانه، ولا ينفرد الجانب الآخر.
way-no-odd = لا ينفرد أحد الجانبين وحده عن معظم جيرانه.
way-holders = من يحق له أن يقرر: { $names }.
way-todo = ماذا عليّ أن أفعل؟
finding-statement = التصريح رقم { $number }
finding-border = { $length } من الحدود
finding-border-length = الحدود المشتركة
finding-resolve = ما الذي يحلّه
finding-last = الأحدث
finding-in-all = في المجموع
finding-intervals = المرات: { $intervals }؛ الأيام: { $days }
finding-sides = الجانبان
finding-lanes-desc = الجانبان عبر الزمن، لكلٍّ مسار؛ والفترات المؤطرة هي التي تجد فيها القاعدة تعارضًا. والشيء نفسه في الجداول أدناه.
finding-intervals-title = متى، وبأي تصريحات
finding-more-intervals = { $count ->
    [one] فترة أقدم واحدة في ملف CSV.
   *[other] { $count } من الفترات الأقدم في ملف CSV.
}
finding-answers = الأجوبة
finding-no-answer = لم يُجب أحد.
finding-watch = تابِعه
finding-id = المعرّف نفسه في كل عقدة:
column-days-short = الأيام
column-why = السبب، أو من يتولى الأمر
column-until = حتى
column-counts = هل يُحتسب
counts-yes = يُحتسب
counts-other-days = لا يُحتسب: هو لأيام أخرى
counts-passed = لا يُحتسب: مضى يومه
counts-revised = لا يُحتسب: نُقّح بعده تصريح كان صاحبه قد رآه
counts-not-a-party = لا يُحتسب: صاحبه لا يتكلم باسم أي من المكانين
answer-lead = يقول الجواب إن التعارض مقصود، أو إن البيانات خاطئة، أو من يتولى الأمر وحتى متى. يُحتسب من جهة تتكلم باسم أحد المكانين، ويسقط متى نُقّح تصريح رآه صاحبه أو مضى يومه.
answer-link = أجب عن هذه النتيجة
answer-not-a-party = لا تتكلم هذه العقدة باسم أي من المكانين، فلا يُحتسب جواب من هنا. تجيب الجهات المعنية في سجلاتها.
answer-by-command = بالأمر أو بالواجهة البرمجية
answer-by-command-text = املأ السبب وحتى متى، واحفظ هذا في ملف، ثم صرّح به بالأمر ”koinon publish“، أو أرسله إلى ‎/statements‎. وهو يثبّت التصريحات التي تراها هنا.
watch-this = هذه النتيجة، خلاصةً (Atom)
watch-place = كل ما يخص { $place } في { $instrument }، خلاصةً (Atom)
watch-rule = كل ما تجده القاعدة ”{ $rule }“، خلاصةً (Atom)
no-such-finding = لا توجد هنا نتيجة { $name }. لعلها انتهت، أو نُقّحت تصريحاتها.
no-such-rule = لا تُعرف هنا قاعدة { $name }.

rules-title = القواعد
rules-lead = تقول القاعدة ما الذي يُعدّ تعارضًا. كل قاعدة موثّقة، ولها إصدار، ويمكن إيقافها بتصريح، فيرى الجميع من أوقفها.
rules-more = والقاعدة التي تضعها أنت بين القطاعات تصريح أيضًا: متى قام الأول وجب أن يقوم الثاني خلال عدد من الأيام.
rule-what = ما الذي تبحث عنه
rule-shown = تُعرض
rule-by-default = عادةً
rule-by-default-from = عادةً، ابتداءً من { $days } أيام
rule-on-request = عند الطلب
rule-is-off = موقوفة
rule-formula = صيغةً
rule-formula-legend = x: المستوى؛ U: مستوى الحكم الأعلى؛ L: الأدنى؛ a وb: مكانان؛ N(a): ما يجاور a؛ m وn: إجراءان لجهة واحدة؛ t: اليوم؛ general: للإقليم كله. ما لا يُعرف لا يُقارَن أبدًا.
rule-threshold = يختلف الجانبان ابتداءً من
rule-now = تجد الآن
rule-found = النتائج: { $findings }؛ الفترات: { $intervals }
rule-code = الرمز · العائلة · الإصدار
rule-stated = صرّح بها
rule-example = مثال
rule-wolf = لمن تُنذر بلا داعٍ
rule-switch = كيف تُوقف أو تُضبط
rule-switch-text = صرّح بهذا؛ فلا يرى أحد نتائجها هنا بعد ذلك، ويرى الجميع أنها موقوفة:
rule-set-text = أو صرّح متى تبدأ بالكلام:
family-vertical = بين مستويات الحكم
family-vertical-what = مستوى فوق آخر
family-horizontal = جنبًا إلى جنب
family-horizontal-what = مكانان متجاوران
family-gaps = ثغرات
family-gaps-what = واحد إزاء أقرانه جميعًا
family-overlaps = تداخل
family-overlaps-what = جهة إزاء نفسها
family-sunset = وقت انقضى
family-sunset-what = نهايات ومراجعات وأقوال قديمة
family-cross-sector = بين القطاعات
family-cross-sector-what = الصحة إزاء الاقتصاد، وغيرهما
rule-below-floor-name = أخفّ من المستوى الأعلى
rule-below-floor-what = لمكانٍ قاعدة أخفّ من قاعدة وضعها مستوى الحكم الأعلى لإقليمه كله.
rule-below-floor-example = تغلق الدولة المدارس كلها، ويترك إقليم مدارسه نصف مفتوحة. لا يعرف الناس هناك أي القاعدتين تسري.
rule-below-floor-wolf = للاتحادات التي يقرر فيها الإقليم لا الدولة. صرّح بالاختصاصات، أو بصفة ”مشورة“ للإجراء الأعلى.
rule-below-floor-todo = اسأل المستوى الأعلى هل إجراؤه حد أدنى. إن كان كذلك فارفع إجراءك أو اطلب استثناءً معلنًا؛ وإلا فليقل إنه ”مشورة“.
rule-above-ceiling-name = أشدّ من المستوى الأعلى
rule-above-ceiling-what = لمكانٍ قاعدة أشدّ من قاعدة وضعها مستوى الحكم الأعلى لإقليمه كله.
rule-above-ceiling-example = تطلب الدولة الكمامة في المتاجر، وتطلبها بلدة في كل مكان مفتوح.
rule-above-ceiling-wolf = حيث يجوز للمستوى الأدنى أن يتشدد، وهو المعتاد: وبلا سقف مصرَّح به هي ملاحظة فقط.
rule-above-ceiling-todo = لا شيء حيث يجيز المستوى الأعلى التشدد. وإن وضع سقفًا فخفّف إجراءك أو اطلب استثناءً.
rule-unilateral-name = يتصرف المستوى الأدنى وحده
rule-unilateral-what = يتصرف مكان حيث لا شيء لدى مستوى الحكم الأعلى.
rule-unilateral-example = تقيّد إحدى أمم مملكةٍ التجمعات بعد أن أنهت المملكة قيودها.
rule-unilateral-wolf = لكل شأن مفوَّض: أربعة أخماس الفروق بين المستويات من هذا النوع. ولا تكون تعارضًا إلا حيث لا يعطي السجل المكان اختصاصًا.
rule-unilateral-todo = لا شيء حيث الشأن شأنك. وإن قال سجل إنه ليس كذلك فاسأل عن صاحب الاختصاص، ثم أنهِ الإجراء أو سلّمه.
rule-restated-name = يقول ما يقوله المستوى الأعلى
rule-restated-what = لمستويي الحكم القاعدة نفسها في آن: فإن أنهى أحدهما قاعدته بقيت القاعدة.
rule-restated-example = تغلق الدولة والإقليم المطاعم؛ ثم تفتحها الدولة وتبقى مغلقة في الإقليم دون أن يقصد أحد ذلك.
rule-restated-wolf = للجهات التي تكرر القواعد الوطنية عمدًا كي تنفّذها.
rule-restated-todo = اتفقوا على واحد من الاثنين، أو على إنهائهما في اليوم نفسه.
rule-neighbour-name = يختلف جاران
rule-neighbour-what = مكانان بينهما حدود يختلفان في الأداة نفسها بمقدار العتبة أو أكثر.
rule-neighbour-example = المتاجر مغلقة في جانب ومفتوحة في الآخر: فيعبر الناس ليتسوقوا.
rule-neighbour-wolf = حيث يختلف الوباء نفسه، وحيث قلّ من يعبر الحدود. كل فرق سؤال لا خطأ.
rule-neighbour-todo = اتصل بمكتب المناوبة في الجانب الآخر: اتفقا على مستوى، أو على قاعدة لمن يعبر. وإن كان مقصودًا فاقبله وقل حتى متى.
rule-sibling-name = تختلف أجزاء كلٍّ واحد
rule-sibling-what = مكانان فوقهما مكان واحد يختلفان في الأداة نفسها بمقدار العتبة أو أكثر.
rule-sibling-example = يطلب إقليمان في دولة واحدة أمرين مختلفين بشأن الكمامة في قطارات تمر بهما.
rule-sibling-wolf = في الاتحادات التي تقصد الاختلاف. لذلك تُعرض عند الطلب فقط.
rule-sibling-todo = ارفعه إلى الجهة التي فوق الاثنين، أو سوّياه بينكما.
rule-gap-name = لا شيء والجميع حوله يتصرف
rule-gap-what = معلوم أن لا إجراء لدى مكان، ولكل جيرانه المعلومين، وهم اثنان على الأقل، أو لأعضاء مجموعته إجراء.
rule-gap-example = يفحص كل الجيران القادمين، ودولة واحدة لا تفحص.
rule-gap-wolf = لأماكن لم يبلغها الوباء، ولجزر لها جسر واحد.
rule-gap-todo = تحقق هل نُسي إجراء أو لم يُسجَّل. وإن لم يُقصد أي إجراء فقل ذلك بتغطية وسبب.
rule-unknown-gap-name = مجهول والجميع حوله يتصرف
rule-unknown-gap-what = لا يُعرف شيء عن مكان ولكل جيرانه المعلومين، وهم اثنان على الأقل، إجراء. إنها تسأل ولا تتهم أحدًا.
rule-unknown-gap-example = توقف سجل إقليم في مارس وما زال جيرانه جميعًا يبلّغون.
rule-unknown-gap-wolf = لأماكن لا يغطيها أحد أصلًا.
rule-unknown-gap-todo = صرّح بما هو قائم، أو بتغطية تقول إن لا شيء قائم.
rule-overlap-name = إجراءان لجهة واحدة في آن
rule-overlap-what = إجراءان لجهة واحدة في الأداة نفسها، للناس أنفسهم والأرض نفسها، قائمان في الأيام نفسها بمستويين مختلفين؛ ويُعتدّ بالأشدّ.
rule-overlap-example = أمر جديد يفتح المتاجر في الأول من الشهر، والقديم يغلقها حتى السابع.
rule-overlap-wolf = حيث يخص إجراءان جزأين مختلفين من إقليم ولا يقولان أيهما.
rule-overlap-todo = ليقل الأحدث إنه يعدّل الأقدم أو يحل محله، أو أنهِ الأقدم.
rule-duplicate-name = قيل مرتين
rule-duplicate-what = إجراءان لجهة واحدة يقولان الشيء نفسه للأيام نفسها: فنهاية أحدهما لا تنهي القاعدة.
rule-duplicate-example = سجّل مكتبان الإغلاق نفسه.
rule-duplicate-wolf = للجهات التي تجدد بإجراء جديد قبل أن ينتهي القديم.
rule-duplicate-todo = اسحب أحدهما.
rule-expired-open-name = انتهى بلا كلمة
rule-expired-open-what = مضى آخر أيام إجراء، ولا شيء يقول ما القائم بعده: لا إجراء يتبعه، ولا تغطية تقول إن لا شيء قائم.
rule-expired-open-example = سرى أمر حتى 31 مايو. نحن في يونيو، وأصحاب المتاجر يسألون البلدية هل يفتحون.
rule-expired-open-wolf = حيث يعلم الجميع أن النهاية نهاية، ولا يكتب أحد تغطية.
rule-expired-open-todo = قل هل يستمر: جدّده، أو صرّح بتغطية من اليوم التالي لنهايته.
rule-review-missed-name = لم تأتِ المراجعة
rule-review-missed-what = مضى اليوم الذي كان يجب أن يُراجع فيه إجراء، ولم يُقل عنه شيء منذئذ.
rule-review-missed-example = كان يجب أن يُراجع حظر التجول بحلول 14 أبريل؛ نحن في مايو ولم يقل أحد هل يبقى.
rule-review-missed-wolf = حيث جرت المراجعة ولم تُسجَّل.
rule-review-missed-todo = قل ما انتهت إليه المراجعة: جدّد الإجراء أو غيّره أو أنهه، مع يوم مراجعة جديد.
rule-stale-name = قديم لا يُذكر
rule-stale-what = إجراء قائم منذ أكثر من 180 يومًا دون كلمة عنه.
rule-stale-example = قاعدة للتجمعات من عام 2020 قائمة في 2022، ولا يعرف أحد هل ما زالت مقصودة.
rule-stale-wolf = لإجراءات يُقصد بها الدوام. لذلك تُعرض عند الطلب فقط.
rule-stale-todo = أكّده بتصريح يذكره، أو أنهه.
rule-tension-name = قطاع إزاء قطاع
rule-tension-what = حيث يقوم الأول يجب أن يقوم الثاني أيضًا، وهو غير قائم.
rule-tension-example = تُغلق أماكن العمل بأمر يوم الاثنين، ولا يتقرر دعم الأجور إلا بعد ثلاثة أسابيع.
rule-tension-wolf = حيث توجد مساعدة باسم غير الأداة التي تقرؤها القاعدة.
rule-tension-todo = اتصل بالوزارة الأخرى: قرّروا ما ينقص، أو خفّفوا ما يستدعيه.
rule-closure-without-support-name = أماكن عمل مغلقة بلا دعم للدخل
rule-closure-without-support-what = أماكن العمل مغلقة في بعض القطاعات أو أكثر (C2 عند 2 أو أعلى)، ولا أحد يعوّض الدخل المفقود (E1 عند 0).
rule-closure-without-support-wolf = حيث يأتي الدعم من التأمين أو أصحاب العمل بقانون أقدم لا تعدّه الأداة E1.
rule-closure-without-support-todo = أخبر وزارة المالية منذ متى والناس بلا دخل؛ قرّروا دعمًا أو أعيدوا الفتح.
rule-confinement-without-support-name = ملازمة البيوت بلا دعم للدخل
rule-confinement-without-support-what = على الناس أن يلزموا بيوتهم (C6 عند 2 أو أعلى)، ولا أحد يعوّض الدخل المفقود (E1 عند 0).
rule-confinement-without-support-wolf = حيث يستطيع معظم الناس العمل من البيت، أو يأتي الدعم بقانون أقدم.
rule-confinement-without-support-todo = أخبر وزارة المالية منذ متى والناس في بيوتهم بلا دخل؛ قرّروا دعمًا أو خفّفوا الأمر.
rule-border-ban-without-testing-name = حدود مغلقة ولا فحص في الداخل
rule-border-ban-without-testing-what = القادمون من بعض المناطق ممنوعون (C8 عند 3 أو أعلى)، ولا يُفحص أحد (H2 عند 0).
rule-border-ban-without-testing-wolf = في أول أيام الوباء قبل أن تتوفر الفحوص.
rule-border-ban-without-testing-todo = ابدأ الفحص، أو قل علامَ يقوم المنع.

diffusion-title = { $instrument }: من بلغ أولًا المستوى { $level } أو أعلى
diffusion-lead = ترتيب أحداث لا سبب: فمن جاء بعد غيره ربما نظر إلى جار، أو إلى الوباء نفسه، أو إلى الساعة نفسها.
diffusion-moved = أماكن تحركت
diffusion-leaders = تحركت قبل كل جيرانها
diffusion-same = في يوم أول الجيران نفسه
diffusion-followers = تحركت بعد جار
diffusion-lag = الأيام بعد أول الجيران (الوسيط)
diffusion-alone = لا جار لها معلوم هنا
diffusion-never = { $count ->
    [one] مكان واحد لم يبلغه قط
   *[other] لم يبلغه قط من الأماكن: { $count }
}
diffusion-within = خلال 7 و14 و28 يومًا: { $week } و{ $fortnight } و{ $month }
diffusion-curve-title = حول اليوم الذي تحرك فيه أول الجيران
diffusion-curve-desc = متوسط مستوى الأماكن قبل اليوم الذي تحرك فيه أول جيرانها وبعده، وبجانبه الشيء نفسه حول أيام تحركت فيها أماكن ليست جيرانًا. الفرق بينهما وحده يتكلم عن الجوار.
diffusion-curve-note = { $count ->
    [one] مكان واحد تحرك له جار؛ و{ $draws } يومًا مسحوبًا من أماكن ليست جيرانًا. السحب بصمة: يسحب الجميع الشيء نفسه.
   *[other] أماكن تحرك لها جار: { $count }؛ ولكلٍّ { $draws } يومًا مسحوبًا من أماكن ليست جيرانًا. السحب بصمة: يسحب الجميع الشيء نفسه.
}
diffusion-event = يتحرك الآخر
diffusion-beside = الجيران
diffusion-elsewhere = غير الجيران (سحبًا)
diffusion-order = بترتيب اليوم
diffusion-day = أول يوم
diffusion-role = الدور
diffusion-first = أول الجيران
diffusion-none = لم يبلغ أي مكان هذا المستوى.
curves-days = الأيام قبل تحرك أول الجيران وبعده
field-within = ضمن هذا فقط
role-leader = الأول
role-simultaneous = اليوم نفسه
role-follower = تابع
role-alone = لا جار معلوم

border-map-title = { $instrument } في { $date }: أين يختلف الجيران
border-map-desc = { $count ->
    [one] زوج واحد من الجيران يختلف بمقدار { $threshold } أو أكثر.
   *[other] أزواج الجيران التي تختلف بمقدار { $threshold } أو أكثر: { $count }.
}
border-map-by = بمقدار { $count }
border-map-or-more = بمقدار { $count } أو أكثر
border-map-how = { $shared ->
    [one] حدٌّ واحد مرسوم على الخط الذي يشترك فيه محيطا المكانين في هذه الخريطة
   *[other] حدود مرسومة على الخطوط التي تشترك فيها محيطات الأماكن في هذه الخريطة: { $shared }
}؛ و{ $straight } خطًّا مستقيمًا بين وسطي مكانين، بحلقة عند كل طرف، لأن محيطيهما لا يشتركان في خط هنا. كلما غلظ الخط كبر الفرق؛ والتقطيع يميّز الفروق الأصغر.
border-map-none = ليس أي من هذه الأماكن على خريطة لدى هذه العقدة؛ والجدول يقول الشيء نفسه.
border-map-pair = الحدود
border-map-first = الجانب الأول
border-map-second = الجانب الثاني
border-map-difference = الفرق
border-map-lasts = يدوم في المجموع
support-lanes-desc = الأداتان عبر الزمن، مكانًا مكانًا: ما يُطلب من الناس، وما يُعطى لقاءه.
support-lanes-note = { $count ->
    [one] المكان ذو الأيام الأكثر. الخط الأحمر هو اليوم المطلوب.
   *[other] الأماكن ذات الأيام الأكثر: { $count }. الخط الأحمر هو اليوم المطلوب.
}
support-rule = القاعدة
support-holding = أماكن الحال فيها كذلك
support-ever = أماكن كان الحال فيها كذلك يومًا
support-days = من أيام الأماكن في المجموع
support-days-short = الأيام في المجموع
support-stretches = الفترات
support-on-day = في اليوم
support-places = مكانًا مكانًا، الأكثر أيامًا أولًا
support-none = لا تجد هذه القاعدة شيئًا في أي مكان.

beside-title = جيراني
beside-caption = حيث يختلف الجيران عنّا
beside-none = لا جار معلوم هنا: لم تُصرَّح أي حدود.
beside-same = لكل الجيران الذين يُعرف عنهم شيء في هذا اليوم المستويات نفسها.
beside-stricter = أشدّ
beside-milder = أخفّ
place-findings = ما الذي يتعارض هنا
place-no-findings = لا تجد أي قاعدة معروضة عادةً شيئًا هنا في هذا اليوم.
place-all-findings = { $count ->
    [0] كل النتائج، لأي يوم
    [one] واحدة في هذا اليوم؛ كل النتائج
   *[other] في هذا اليوم { $count }؛ كل النتائج
}
overview-worst = أسوأ التعارضات في هذا اليوم

answer-what = ماذا تقول فيها؟
answer-states = يصرَّح بجوابك في السجل فورًا باسم مكتبك؛ وهو يثبّت التصريحات التي تراها أعلاه. ويمكن تنقيحه لاحقًا بجواب آخر.
answer-button = صرّح بالجواب
diffusion-after = الأيام بعده
watch-calendar = نهايات { $place } ومراجعاته، تقويمًا (iCal)
watch-more = بالبريد الإلكتروني أو خطاف الويب
