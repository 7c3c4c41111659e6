# Feeds, calendars, webhooks, digests.

calendar-ends = آخر يوم: { $name } – { $place }
calendar-review = مراجعة: { $name } – { $place }
calendar-answer = ينقضي الرد: { $name }
calendar-left-out = { $count ->
    [one] تُرك يوم لاحق واحد؛
    [two] تُرك يومان لاحقان؛
    [few] تُركت { $count } أيام لاحقة؛
   *[other] تُرك { $count } يومًا لاحقًا؛
 } هنا أول { $shown } فقط. اختر مكانًا أو أداة.

notifications-title = كيف تُبلَّغ
notifications-lead = لا حاجة إلى أن تعود وتنظر. اختر الطريقة التي تناسب عملك؛ كلها تقول الشيء نفسه.
notifications-feeds = الخلاصات (Atom)
notifications-feeds-text = لقارئ الخلاصات: كل جديد حين يُصرَّح به. ضع مرشِّحًا على قائمة أولًا، فيكون لخلاصتها المرشِّح نفسه.
notifications-feed-measures = التدابير، الأحدث أولًا
notifications-feed-corrections = ما صُحِّح أو سُحب
notifications-feed-conflicts = حيث تتعارض المستويات والجيران والقطاعات
notifications-calendar = التقويم (iCalendar)
notifications-calendar-text = لبرامج Outlook وGoogle وApple وغيرها: اشترك في العنوان، فيظهر في تقويمك آخر يوم لكل تدبير وأيام المراجعة. واليوم الذي يتغير ينتقل من تلقاء نفسه.
notifications-calendar-all = الأيام الأخيرة والمراجعات لكل التدابير
notifications-calendar-answers = آخر أيام الردود على الملاحظات
notifications-calendar-place = الشيء نفسه لـ { $place }
notifications-push = البريد الإلكتروني والخطافات الشبكية
notifications-push-text = يُعدُّها مشغِّل هذه العقدة لمكتب من المكاتب. موجز واحد في اليوم؛ ولا يصل فورًا إلا العاجل. لا يُبلَّغ عن مصدر واحد أكثر من { $count } مرة في اليوم: ثم تقول جملة واحدة إن هناك المزيد.
notifications-push-command = على جهاز العقدة:
notifications-push-mail = يذهب البريد إلى صندوق مكتب، لا إلى صندوق شخص.
notifications-push-hook = الخطاف الشبكي طلب POST موقَّع (Standard Webhooks). لا يُرسل شيء إلى عناوين داخل شبكتنا، ولا تُتبع أي إعادة توجيه.
notifications-queue = ما هو في الطريق
notifications-queue-text = أعداد فقط: من يُبلَّغ وبماذا شأن بين المكتب والمشغِّل.
notifications-queue-webhooks = يُبلَّغون بخطاف شبكي
notifications-queue-emails = يُبلَّغون بالبريد الإلكتروني
notifications-queue-failing = منهم من لا يصل إليه شيء الآن
notifications-queue-waiting = رسائل منتظرة
notifications-queue-retrying = منها ما جُرِّب من قبل
notifications-queue-oldest = الأقدم ينتظر منذ
notifications-queue-delivered = سُلِّمت في آخر 30 يومًا
notifications-queue-given-up = تُركت بعد { $count } محاولات
notifications-queue-dropped = أُسقطت لأن المنتظر كثير
notifications-queue-none = لا أحد يُبلَّغ بالبريد أو بخطاف شبكي بعد.

told-urgent-subject = { $count ->
    [one] عاجل: { $first }
   *[other] عاجل: { $first }، و{ $more } غيره
 }
told-urgent-lead = هذا لا يحتمل الانتظار حتى الصباح.
told-digest-subject = { $name }: { $count ->
    [0] لا جديد، { $date }
    [one] أمر جديد واحد، { $date }
    [two] أمران جديدان، { $date }
    [few] { $count } أمور جديدة، { $date }
   *[other] { $count } أمرًا جديدًا، { $date }
 }
told-digest-lead = الجديد في سجل { $name } منذ { $since }.
told-test-subject = { $name }: هذا اختبار
told-test-lead = إن استطعت قراءة هذا فرسائل { $name } تصل إليك. لا شيء عليك أن تفعله.
told-nothing = لا جديد.
told-turn-found = تعارض جديد
told-turn-over = انتهى تعارض
told-turn-stated = جديد
told-turn-revised = تغيَّر
told-turn-corrected = صُحِّح
told-turn-withdrawn = سُحب
told-finding = { $rule }: { $places }، { $instrument }
told-more-findings = { $count ->
    [one] نتيجة أخرى واحدة سببها { $source } اليوم.
    [two] نتيجتان أخريان سببهما { $source } اليوم.
    [few] { $count } نتائج أخرى سببها { $source } اليوم.
   *[other] { $count } نتيجة أخرى سببها { $source } اليوم.
 }
told-more-things = { $count ->
    [one] أمر آخر واحد سببه { $source }.
    [two] أمران آخران سببهما { $source }.
    [few] { $count } أمور أخرى سببها { $source }.
   *[other] { $count } أمرًا آخر سببه { $source }.
 }
told-source-own = هذا السجل نفسه
told-source-others = مصادر أخرى
told-all = انظر الكل
told-news = الجديد
told-ahead = ما ينتهي في الأيام الـ{ $days } القادمة
told-ahead-more = { $count ->
    [one] يوم آخر واحد في التقويم.
    [two] يومان آخران في التقويم.
    [few] { $count } أيام أخرى في التقويم.
   *[other] { $count } يومًا آخر في التقويم.
 }
told-foot = أُبلغ به الاشتراك «{ $subscription }» لدى { $name }. لتغييره أو إنهائه اسأل مشغِّل العقدة.
told-foot-cut = السجل { $origin }، عدد القيود { $size }، { $root }
