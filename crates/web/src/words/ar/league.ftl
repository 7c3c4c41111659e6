# الشركاء: من تتابعهم هذه العقدة، وكيف حالهم.

partners-title = الشركاء
partners-lead = الجهات التي تنسخ هذه العقدة سجلّاتها وتتحقّق منها. ويشهد كل طرف للآخر أيضًا: يوقّع على ما رآه، فلا يستطيع أحد أن يعرض تاريخين دون أن يُلاحَظ.
partners-none = لا تتابع هذه العقدة أحدًا بعد
partners-none-text = يضيف مشغّلها شريكًا بعنوانه: koinon partner add https://coast.example
partners-caption = الشركاء وحال كل منهم الآن
partners-name = الشريك
partners-speaks-for = يتكلّم باسم
partners-state = الحال
partners-held = المنسوخ هنا
partners-heard = آخر اتصال
partners-received = شهادته لنا
partners-given = شهادتنا له
partners-nobody = لا أحد: يُقرأ فقط
partners-state-forked = تاريخان
partners-state-paused = موقوف
partners-state-not-yet = لم يُوصَل إليه بعد
partners-state-away = غائب؛ آخر اتصال
partners-state-held-back = نصوص محجوزة
partners-state-followed = متابَع
partners-state-behind = قيد النسخ
partners-held-of = { $held } من { $of }
partners-cosigned = عدد المداخل { $size }، { $time }
partners-cosigned-means = تقول الشهادة كم مدخلًا من السجلّ رآه الموقّع ومتى. وتُعرض أحدثها.
partners-address = العنوان
partners-witness-key = مفتاح شاهده
partners-mirror-key = مفتاح مرآته
partners-did = المعرّف
partners-no-key = لا يوجد
partners-pinned = ثُبّت بالمدخل
partners-copy = النسخة
partners-newest = أحدث نقطة تحقّق
partners-newest-seen = عدد المداخل { $size }، جرى التحقّق منها هنا { $time }
partners-tried = آخر محاولة
partners-next = المحاولة التالية
partners-answer = ما نتج عنها
partners-cosignatures = الشهادات
partners-taken = كم يؤخذ منه
partners-taken-text = لا يستطيع شريك واحد أن يملأ هذه العقدة: بعد هذه الحدود يظلّ سجلّه قيد التحقّق، لكن نصوصه لا تُجلب حتى اليوم التالي أو حتى يرفع المشغّل الحدّ.
partners-today-entries = مداخل اليوم
partners-today-bytes = ميبي بايت اليوم
partners-all-bytes = ميبي بايت إجمالًا
partners-faults = الأخطاء والأدلّة
partners-no-faults = لا يُعرف عنه شيء.
partners-evidence = الدليل قائم في سجلّنا، ويستطيع أي أحد أن يتحقّق منه:
partners-forked-text = وقّع تاريخين لسجلّه. يبقى ما نُسخ منه مقروءًا، لكن لا تعتمدوا عليه حتى يتّضح الأمر.
partners-fault-fork = تاريخان
partners-fault-went-back = رجع إلى الوراء
partners-fault-times = { $count ->
    [one] لوحظ مرّة واحدة، { $first }.
    [two] لوحظ مرّتين، أولاهما { $first } وآخرهما { $last }.
   *[other] عدد المرّات { $count }، أولاها { $first } وآخرها { $last }.
 }
partners-fault-evidence = الدليل
partners-level-league = رابطة
partners-level-national = دولة
partners-level-regional = إقليم
partners-level-district = منطقة
partners-level-municipal = بلدة

## Who has a copy of an entry.
entry-copied = نسخه
entry-copied-of = { $count } من { $all } من الشركاء
entry-not-copied = ليس بعد لدى { $names }
