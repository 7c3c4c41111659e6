# تسجيل الدخول والتصريح في المتصفح.
signin-link = تسجيل الدخول
signin-title = تسجيل الدخول
signin-again-title = سجّل الدخول من جديد
signin-lead = للموظفين الذين يصرّحون باسم هذه الهيئة. القراءة لا تحتاج إلى حساب.
signin-kept = كانت جلستك قد انتهت. ما كتبته محفوظ: سجّل الدخول وستجده في مسودتك.
signin-insecure = تسجيل الدخول يحتاج إلى https. لا تحفظ المتصفحات ملف تعريف هذا الموقع عبر http العادي، فلن تبقى مسجَّلًا. اطلب من المشغّل وضع الموقع خلف TLS.
signin-name = الاسم
signin-passphrase = عبارة المرور
signin-button = تسجيل الدخول
signin-no-account = لا حساب لديك، أو نسيت عبارة المرور؟ مشغّل هذه العقدة يُنشئ الحسابات ويضبط عبارات المرور.
signin-refused = الاسم وعبارة المرور غير متوافقين. تحقّق منهما وحاول من جديد.
signin-wait = { $count ->
    [zero] فشلت محاولات كثيرة. حاول الآن من جديد.
    [one] فشلت محاولات كثيرة. حاول بعد ثانية واحدة.
    [two] فشلت محاولات كثيرة. حاول بعد ثانيتين.
    [few] فشلت محاولات كثيرة. حاول بعد { $count } ثوانٍ.
    [many] فشلت محاولات كثيرة. حاول بعد { $count } ثانية.
   *[other] فشلت محاولات كثيرة. حاول بعد { $count } ثانية.
}
signin-resend-title = أرسل إجاباتك من جديد
signin-resend-text = فُتحت هذه الصفحة قبل آخر تسجيل دخول لك، فلم تُقبل. لم يضِع شيء: ما كتبته يُرسَل بالزر أدناه.
signin-resend-button = أرسل من جديد
signout-button = تسجيل الخروج

problem-cross-site-title = هذا النموذج جاء من مكان آخر
problem-cross-site-text = أرسل موقع آخر هذا النموذج، أو لم يقل متصفحك أي صفحة أرسلته. لم يتغيّر شيء. افتح الصفحة هنا وأرسل النموذج منها.
problem-signed-out-title = سجّل الدخول أولًا
problem-signed-out-text = هذه الصفحة لمن سجّلوا الدخول.
no-such-draft = ليست لديك مسودة { $name }. صُرِّح بها أو أُزيلت، أو تُركت أكثر من 90 يومًا، أو هي لشخص آخر.

my-title = عملي
my-lead = أنت مسجَّل باسم { $name }. ما تصرّح به يقوله { $office }؛ ولا يرد اسمك في أي سجل.
my-begin = صرّح بتدبير
my-may-not = لا يجوز لحسابك التصريح بتدابير. يستطيع مشغّل هذه العقدة تغيير ذلك.
my-drafts = المسودات
my-drafts-none = ليست لديك مسودات.
my-receipts = صُرِّح به
my-stated = صُرِّح به
my-draft-unnamed = المسودة { $number }
my-remove = أزل هذه المسودة
my-remove-receipt = أزل من هذه القائمة
my-kept = تُحفظ المسودات 90 يومًا بعد آخر تغيير، حتى لو سجّلت الخروج أو انتهت جلستك. لا يراها سواك.
remove-title = أتزيل هذه المسودة؟
remove-text = يُزال ما كتبته ولا يمكن استرجاعه. ولا يتغيّر شيء في السجل.
remove-receipt-text = تغادر هذه القائمة. وما صُرِّح به يبقى في السجل.
remove-button = أزل

warning-prefix = تحذير
back-link = رجوع
change-link = غيّر
date-day = اليوم
date-month = الشهر
date-year = السنة
and-more = { $count ->
    [zero] ولا شيء غير ذلك.
    [one] وواحد آخر.
    [two] واثنان آخران.
    [few] و{ $count } أخرى.
    [many] و{ $count } أخرى.
   *[other] و{ $count } أخرى.
}

doing-state = تصريح بتدبير
doing-correct = تصويب تدبير
doing-withdraw = سحب تدبير
state-continue = متابعة
state-kept = ما تكتبه يُحفظ مسودةً بعد كل صفحة.
state-instrument-title = أي أداة هي؟
state-place-title = لأي مكان؟
state-level-title = ما مدى شدّته؟
state-dates-title = من متى إلى متى؟
state-people-title = لمن؟
state-mode-title = ماذا يطلب من مستويات الحكم الأدنى؟
state-words-title = قله بالكلمات
state-words-language = اكتب بلغة هذا السجل: { $language }. لا تسمِّ أشخاصًا ولا تصفهم؛ فما يُصرَّح به يبقى إلى الأبد.
state-coverage-title = هل تصرّح بكل شيء هنا؟
state-coverage-text = لا يُعرف بعدُ شيء عن { $instrument } في { $place } في ذلك اليوم. إن كانت هذه الهيئة تصرّح بكل تدبير من هذا النوع ابتداءً من يوم ما فقل ذلك: عندها يعلم الجميع أنه حيث لا يوجد تصريح لا يوجد تدبير. وإلا عُدّ المستوى مجهولًا.
state-uncovered = ما لم تصرّح هذه الهيئة بكل شيء من هذا النوع هنا، يُعدّ المستوى مجهولًا عند الآخرين.
state-coverage-row = كل شيء مصرَّح به
state-reason-title = لماذا يُصوَّب؟
state-reason-withdraw-title = لماذا يُسحب؟
state-correct-text = التصويب يقول إن الكلمات السابقة كانت خطأً منذ البداية. وتبقى مقروءة. إن تغيّرت القاعدة نفسها فصرّح بتدبير جديد وأنهِ هذا.
state-withdraw-text = السحب يستردّ التدبير كأنه ما كان ينبغي التصريح به. ويبقى مقروءًا مع السبب. ولإنهاء تدبير كان صحيحًا صوّب يومه الأخير بدلًا من ذلك.
state-check-title = راجع إجاباتك
state-exact = الكلمات بدقة
state-exact-text = هذا ما سيكون في السجل، بايتًا بايتًا. ولا تضيف العقدة إلا الوقت.
state-to-clashes = متابعة: مع ماذا يتعارض؟
state-button = صرّح بهذا التدبير
correct-button = صرّح بهذا التصويب
withdraw-button = صرّح بهذا السحب
state-for-ever = يبقى التصريح في السجل العام إلى الأبد. يمكن تصويبه أو سحبه، لا حذفه.

ask-place-other = مكان آخر
ask-place-other-hint = رمزه أو اسمه كما يعرفه هذا السجل
ask-flag = لأي قدر منه؟
ask-flag-hint = لازم إن كان المستوى فوق 0
ask-start = اليوم الأول
ask-start-hint = مثلًا 27 3 2026
ask-start-time = من أي ساعة في ذلك اليوم (اختياري)
ask-start-time-hint = مثلًا 06:00 بتوقيت المكان
ask-end = اليوم الأخير (اختياري)
ask-end-hint = اتركه فارغًا إن لم يقرره أحد
ask-end-time = إلى أي ساعة في ذلك اليوم (اختياري)
ask-end-time-hint = مثلًا 22:00
ask-review = يُراجَع في موعد أقصاه (اختياري)
ask-review-hint = اليوم الذي تقررون قبله هل يستمر
ask-urgent = اتُّخذ بلا الوقت المعتاد لاستشارة الآخرين
ask-population = من عليه اتباعه؟
ask-population-other = مجموعة أخرى (اختياري)
ask-population-other-hint = كلمة واحدة بأحرف لاتينية صغيرة مثل under-65؛ وتُقدَّم على الاختيار أعلاه
ask-reach = قرار من هو؟
ask-reach-own-hint = هذه الهيئة قررته
ask-reach-and-below-hint = يجمع هذه الهيئة والهيئات الأدنى منها
ask-reach-applies-hint = كل ما على السكان اتباعه أيًّا كان من قرره
ask-area = أي جزء من المكان (اختياري)
ask-area-hint = بالكلمات، إن لم يكن كله
ask-mode = كيف يُلزمها؟
ask-mode-advisory-hint = تقرر بنفسها
ask-mode-floor-hint = لها أن تزيد لا أن تنقص
ask-mode-ceiling-hint = لها أن تنقص لا أن تزيد
ask-mode-exact-hint = تفعل هذا بعينه
ask-title = العنوان (اختياري)
ask-title-hint = سطر واحد يفهمه المواطن
ask-text = ماذا يقول (اختياري)
ask-basis = السند القانوني (اختياري)
ask-basis-hint = القانون أو القرار مع رقمه
ask-link-href = رابط إلى النص القانوني (اختياري)
ask-link-href-hint = عنوان ويب يبدأ بـ https://
ask-link-title = ماذا يوجد هناك (اختياري)
ask-covers = هل تصرّح هذه الهيئة بكل ذلك؟
covers-yes = نعم، ابتداءً من هذا اليوم
covers-no = لا، أو لا أعلم
ask-covered = من أي يوم؟
ask-covered-hint = إن كان الجواب نعم فقط
ask-reason = السبب
ask-answer-reason = لماذا؟
ask-answer-reason-hint = لازم إن كان مقصودًا أو كانت البيانات خاطئة
ask-answer-by = أي مكتب يتولى الأمر؟
ask-answer-by-hint = مكتب لا شخص؛ لازم إن كان قيد الحل
ask-answer-until = إلى متى؟

fault-instrument = اختر أداة
fault-place = اختر مكانًا، أو أعطِ رمزه أو اسمه
fault-place-unknown = لا يُعرف هنا مكان { $got }. أعطِ رمز مكان من هذا السجل أو اسمه
fault-level = اختر مستوى
fault-flag = اختر لأي قدر منه
fault-choose = اختر جوابًا
fault-start = أعطِ اليوم الأول
fault-end = اليوم الأخير قبل الأول. أعطِ اليوم نفسه أو يومًا بعده
fault-review = يوم المراجعة قبل اليوم الأول. أعطِ يومًا بعده
fault-time = أعطِ ساعة مثل 06:00
fault-population = أعطِ كلمة من أحرف لاتينية صغيرة وأرقام وشرطات مثل under-65
fault-link = أعطِ عنوان ويب يبدأ بـ https://
fault-covered = أعطِ اليوم الذي يُصرَّح منه بكل شيء، أو أجب بلا
fault-reason = قل لماذا
fault-long = في النص { $count } بايت؛ والحد الأقصى { $most }. اختصره
fault-answer-by = سمِّ المكتب الذي يتولى الأمر
fault-answer-until = أعطِ اليوم
fault-tick = علّم المربع لتقول إنك رأيت ذلك
fault-too-many = لديك { $count } مسودة ولا يمكن حفظ أكثر. صرّح ببعضها أو أزلها
fault-too-large = المسودة أكبر من أن تُحفظ. اختصر نصوصها قبل مغادرة هذه الصفحة
fault-may-not = لا يجوز لحسابك التصريح بـ { $kinds }. يستطيع مشغّل هذه العقدة تغيير ذلك
fault-moved = لا يمكن التصريح به الآن: إما أنه قائم أو عدّله أحد في هذه الأثناء. افتح التدبير وانظر ما يقوله الآن وابدأ من هناك

clashes-title = { $count ->
    [zero] لن يبدأ به أي تعارض
    [one] سيبدأ به تعارض واحد
    [two] سيبدأ به تعارضان
    [few] ستبدأ به { $count } تعارضات
    [many] سيبدأ به { $count } تعارضًا
   *[other] سيبدأ به { $count } تعارض
}
clashes-none-title = لا يتعارض مع شيء معروف هنا
clashes-none-text = قورن بما تقوله المستويات الأعلى والأدنى والجيران وقواعد هذا السجل. وما هو مجهول لم تمكن مقارنته.
clashes-text = لك أن تتابع: قد يكون التعارض مقصودًا. انظر أولًا في كل واحد، وإلى من تتحدث.
clashes-changed = تغيّر شيء منذ رأيت هذه الصفحة آخر مرة: كلماتك أو ما يصرّح به آخرون. انظر فيها من جديد.
clashes-ends-title = { $count ->
    [zero] لن ينتهي به أي تعارض
    [one] سينتهي به تعارض واحد
    [two] سينتهي به تعارضان
    [few] ستنتهي به { $count } تعارضات
    [many] سينتهي به { $count } تعارضًا
   *[other] سينتهي به { $count } تعارض
}
clashes-others = { $count ->
    [zero] لا نتائج أخرى تُعرض عند الطلب
    [one] نتيجة أخرى تُعرض عند الطلب
    [two] نتيجتان أخريان تُعرضان عند الطلب
    [few] { $count } نتائج أخرى تُعرض عند الطلب
    [many] { $count } نتيجة أخرى تُعرض عند الطلب
   *[other] { $count } نتيجة أخرى تُعرض عند الطلب
}
clashes-tick = رأيت ما سيتعارض معه
clash-grade-conflict = تعارض
clash-grade-question = سؤال
clash-grade-note = ملاحظة
clash-yours = هذه المسودة
clash-theirs = قائم
clash-since = منذ { $date }
clash-statement = البيان
answer-legend = هل تجيب الآن؟
answer-hint = يُصرَّح بالجواب مع التدبير، لكل تعارض أعلاه له طرف آخر.
answer-choice-later = ليس الآن
answer-choice-accepted = هو مقصود
answer-choice-accepted-hint = قل لماذا وإلى متى
answer-choice-resolving = هو قيد الحل
answer-choice-resolving-hint = قل أي مكتب يتولاه ومتى
answer-choice-disputed = البيانات خاطئة
answer-choice-disputed-hint = قل ما الخطأ

done-state-title = صُرِّح بالتدبير
done-correct-title = صُرِّح بالتصويب
done-withdraw-title = صُرِّح بالسحب
done-text = هو محفوظ وتحت نقطة تحقق موقَّعة. احتفظ بالإثبات إن كنت قد تحتاج إلى إظهاره.
done-entry = القيد
done-id = المعرّف
done-proof = الإثبات
done-size = نقطة تحقق بحجم
done-measure = انظر التدبير
revise-correct = صوّب
revise-withdraw = اسحب
