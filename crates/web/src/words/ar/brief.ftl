# The brief.
nav-brief = الموجز
brief-title-for = الموجز: { $place }
brief-everyone = جميع الأماكن
brief-since = التغييرات منذ
brief-day = اليوم
brief-span = ما يسري في آخر هذه الأيام: { $days }.
brief-part-decide = ما ينتظر قراركم
brief-part-changed = ما الذي تغيّر، ومن قرّره
brief-part-conflicts = تعارضات جديدة ومنتهية
brief-part-ahead = ما ينتهي أو يُراجَع خلال 14 يومًا
brief-part-movers = من تحرّك أولًا، ومن تبعه
brief-part-support = إغلاق بلا دعم
brief-part-uncertain = ما هو محل خلاف أو مجهول أو قديم
brief-order-decide = الترتيب: الأشد خطورة أولًا، ثم الأطول مدة.
brief-order-changed = الترتيب: ما صُحّح، ثم العاجل، ثم ما هو هنا، ثم الخطوة الأكبر، ثم الأحدث.
brief-order-conflicts = الترتيب: ما يسري اليوم، ثم الأشد خطورة، ثم الأبعد فرقًا، ثم الأطول.
brief-order-ahead = الترتيب: اليوم الأقرب، ثم ما يخصّنا.
brief-order-movers = الترتيب: حيث تحرّك أكثر الأماكن. هذا ترتيب للوقائع وليس سببًا.
brief-order-support = الترتيب: الأطول أولًا.
brief-order-uncertain = الترتيب: محل الخلاف، ثم ما انقضى، ثم المجهول، ثم القديم؛ الأطول أولًا.
brief-none-decide = لا شيء ينتظر قرارًا هنا.
brief-none-changed = لم يتغيّر شيء.
brief-none-conflicts = لم يبدأ تعارض ولم ينتهِ.
brief-none-ahead = لا شيء ممّا سُمّي يومه الأخير ينتهي قريبًا، ولا مراجعة مستحقة.
brief-none-movers = لم يتحرّك مكانان في أداة واحدة.
brief-none-support = لا يُعرف إغلاق بلا دعم.
brief-none-uncertain = لا شيء محل خلاف، ولا ينقص شيء كان يجب قوله.
brief-more = { $count ->
    [zero] لم يُترك شيء.
    [one] تُرك بند واحد آخر.
    [two] تُرك بندان آخران.
    [few] تُركت { $count } بنود أخرى.
    [many] تُرك { $count } بندًا آخر.
   *[other] تُرك { $count } بند آخر.
}
brief-link-finding = المعاينة
brief-link-proof = الإثبات
brief-urgent = عاجل:
brief-started = { $place }: { $instrument } على المستوى { $level } ابتداءً من { $day }: { $meaning }.
brief-tightened = { $place }: تشديد { $instrument } من المستوى { $before } إلى { $level } في { $day }: { $meaning }.
brief-eased = { $place }: تخفيف { $instrument } من المستوى { $before } إلى { $level } في { $day }: { $meaning }.
brief-ended = { $place }: انتهى { $instrument } (المستوى { $level })؛ كان آخر يوم { $day }.
brief-by-declared = صرّح به { $office }.
brief-by-observed = رصده { $source }.
brief-corrected = { $place }: صُحّح ما قيل عن { $instrument } في { $at }.
brief-withdrawn = { $place }: سُحب ما قيل عن { $instrument } في { $at }.
brief-grade-conflict = تعارض
brief-grade-question = سؤال
brief-grade-note = ملاحظة
brief-began = { $grade }، جديد منذ { $from }: { $what }
brief-ended-finding = { $grade }، انتهى؛ كان آخر يوم { $to }: { $what }
brief-decide = { $grade } منذ { $from } ({ $days ->
    [zero] { $days } يوم
    [one] يوم واحد
    [two] يومان
    [few] { $days } أيام
    [many] { $days } يومًا
   *[other] { $days } يوم
})، بلا رد: { $what }
brief-unsupported = منذ { $from } ({ $days ->
    [zero] { $days } يوم
    [one] يوم واحد
    [two] يومان
    [few] { $days } أيام
    [many] { $days } يومًا
   *[other] { $days } يوم
}): { $what }
brief-open = منذ { $from } ({ $days ->
    [zero] { $days } يوم
    [one] يوم واحد
    [two] يومان
    [few] { $days } أيام
    [many] { $days } يومًا
   *[other] { $days } يوم
}): { $what }
brief-ends = { $day } هو آخر يوم لإجراء { $instrument }، المستوى { $level }، في { $place }.
brief-review = يجب أن يُراجَع { $instrument }، المستوى { $level }، في { $place } حتى { $day }.
brief-moved = { $instrument }: تحرّك { $first } أولًا، في { $day }؛ { $count ->
    [zero] ولم يتبعه أحد.
    [one] ثم { $followers }.
    [two] وتبعه اثنان: { $followers }.
    [few] وتبعه { $count }، أولهم { $followers }.
    [many] وتبعه { $count }، أولهم { $followers }.
   *[other] وتبعه { $count }، أولهم { $followers }.
}
brief-moved-together = { $instrument }: تحرّك { $first } في اليوم نفسه، { $day }.
brief-follower = { $place } بعد { $days } من الأيام
brief-disputed = { $place }، { $instrument }: المصادر مختلفة؛ يُعرض المستوى { $level } بحسب ترتيب المصادر المصرّح به.
brief-what-below-floor = { $lower } على المستوى { $levellower } في { $instrument }؛ و{ $upper } حدّد { $levelupper } لكامل إقليمه.
brief-what-above-ceiling = { $lower } على المستوى { $levellower } في { $instrument }، أشد من { $levelupper } الذي حدّده { $upper } لكامل إقليمه.
brief-what-unilateral = { $lower } على المستوى { $levellower } في { $instrument }، حيث لم يقرّر { $upper } شيئًا.
brief-what-restated = { $lower } و{ $upper } حدّدا معًا المستوى { $levelupper } في { $instrument }: إنهاء أحدهما لا ينهي القاعدة.
brief-what-neighbour = { $a } على المستوى { $levela } في { $instrument }، وجاره { $b } على المستوى { $levelb }.
brief-what-sibling = { $a } على المستوى { $levela } في { $instrument }، و{ $b } بجانبه على المستوى { $levelb }.
brief-what-gap = لا شيء لدى { $a } في { $instrument }، بينما يعمل كل من حوله ممّن يُعرف حالهم.
brief-what-unknown-gap = لا يُعرف شيء عن { $a } في { $instrument }، بينما يعمل كل من حوله ممّن يُعرف حالهم.
brief-what-overlap = إجراءان لـ { $a } في { $instrument } يسريان معًا، على المستويين { $levela } و{ $levelb }: الأشد هو المعتبر.
brief-what-duplicate = إجراءان لـ { $a } في { $instrument } يقولان الشيء نفسه معًا: إنهاء أحدهما لا ينهي القاعدة.
brief-what-expired-open = انقضى إجراء { $a } في { $instrument } (المستوى { $levela })، ولا شيء يقول ما يسري الآن.
brief-what-review-missed = كان يجب أن يُراجَع إجراء { $a } في { $instrument } (المستوى { $levela })، ولم يُقل شيء.
brief-what-stale = لم يُقل جديد منذ نصف عام عن { $instrument }، المستوى { $levela }، في { $a }.
brief-what-tension = { $a }: { $rule } ({ $instrument } على المستوى { $levela }).
brief-foot = أُعدّ من { $origin }، { $size ->
    [zero] { $size } تصريح
    [one] تصريح واحد
    [two] تصريحان
    [few] { $size } تصريحات
    [many] { $size } تصريحًا
   *[other] { $size } تصريح
}، الجذر { $root }؛ إلى { $at }؛ { $place }؛ اللغة { $language }؛ كوينون { $version }، الموجز { $brief }. المدخلات نفسها تعطي البايتات نفسها.
