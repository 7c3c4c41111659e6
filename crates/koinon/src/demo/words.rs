//! What the invented governments say: a title and a text for each instrument and level, in English and Arabic.
//!
//! `{place}` stands for the name of the place. In: sentences. Out: who says them when (`course`), and how they are stated (`statements`).

/// A text in English and in Arabic.
pub(super) type Pair = [&'static str; 2];

/// What is said of one instrument at one level.
pub(super) struct Words {
    /// Code of the instrument.
    pub(super) instrument: &'static str,
    /// The level, 1 or more.
    pub(super) level: u8,
    /// A headline.
    pub(super) title: Pair,
    /// What people may and must do.
    pub(super) text: Pair,
}

/// What is said of `instrument` at `level`.
pub(super) fn find(instrument: &str, level: u8) -> Option<&'static Words> {
    WORDS.iter().find(|words| words.instrument == instrument && words.level == level)
}

const fn say(instrument: &'static str, level: u8, title: Pair, text: Pair) -> Words {
    Words { instrument, level, title, text }
}

/// Every instrument and level that the demo uses.
pub(super) const WORDS: &[Words] = &[
    say(
        "C1",
        1,
        ["Schools open with smaller classes", "المدارس مفتوحة بصفوف أصغر"],
        [
            "Schools in {place} stay open. Classes are split so that pupils keep their distance, and parents may choose lessons from home for children with a chronic illness.",
            "تبقى المدارس في {place} مفتوحة. تُقسَّم الصفوف ليحافظ التلاميذ على التباعد، ولأولياء أمور الأطفال المصابين بمرض مزمن أن يختاروا التعلّم من المنزل.",
        ],
    ),
    say(
        "C1",
        2,
        ["Secondary schools teach from home", "المدارس الثانوية تُدرّس عن بُعد"],
        [
            "Secondary schools and universities in {place} teach from home. Primary schools stay open, with meals as usual; exam years come in on two days a week.",
            "تُدرّس المدارس الثانوية والجامعات في {place} عن بُعد. وتبقى المدارس الابتدائية مفتوحة وتقدَّم فيها الوجبات كالمعتاد، وتحضر صفوف الامتحانات يومين في الأسبوع.",
        ],
    ),
    say(
        "C1",
        3,
        ["All schools closed", "إغلاق جميع المدارس"],
        [
            "All schools and universities in {place} are closed to pupils. Children of hospital, ferry and care staff are looked after at their own school from seven to six.",
            "تُغلق جميع المدارس والجامعات في {place} أمام التلاميذ. أما أطفال العاملين في المستشفيات والعبّارات ودور الرعاية فتُعنى بهم مدارسهم من السابعة صباحاً إلى السادسة مساءً.",
        ],
    ),
    say(
        "C2",
        1,
        ["Work from home where you can", "العمل من المنزل حيث أمكن"],
        [
            "Employers in {place} are asked to let staff work from home where the work allows it, and to spread the hours of those who come in.",
            "يُطلب من أصحاب العمل في {place} السماح للموظفين بالعمل من المنزل متى سمحت طبيعة العمل بذلك، وتوزيع ساعات حضور البقية.",
        ],
    ),
    say(
        "C2",
        2,
        ["Restaurants, gyms and hotels closed", "إغلاق المطاعم والصالات الرياضية والفنادق"],
        [
            "Restaurants, gyms, hotels and hairdressers in {place} are closed to the public. Take-away and delivery are allowed; workshops and offices stay open with a plan against infection on the door.",
            "تُغلق المطاعم والصالات الرياضية والفنادق وصالونات الحلاقة في {place} أمام الجمهور. ويُسمح بالطلبات الخارجية والتوصيل، وتبقى الورش والمكاتب مفتوحة على أن تُعلَّق خطة الوقاية على الباب.",
        ],
    ),
    say(
        "C2",
        3,
        ["Only essential work on site", "العمل الضروري وحده في أماكن العمل"],
        [
            "Only essential work may be done on site in {place}: health and care, food, water, power, ferries and harbours, the courts and the press. All other work is done from home or rests.",
            "لا يُسمح بالعمل الحضوري في {place} إلا للضروري منه: الصحة والرعاية والغذاء والماء والكهرباء والعبّارات والموانئ والمحاكم والصحافة. وكل ما عدا ذلك يُنجز من المنزل أو يتوقف.",
        ],
    ),
    say(
        "C3",
        1,
        ["Organisers asked to postpone events", "دعوة المنظمين إلى تأجيل الفعاليات"],
        [
            "Organisers of fairs, concerts and matches in {place} are asked to postpone them, or to hold them outdoors with seats.",
            "يُطلب من منظمي المعارض والحفلات والمباريات في {place} تأجيلها أو إقامتها في الهواء الطلق بمقاعد محددة.",
        ],
    ),
    say(
        "C3",
        2,
        ["Public events cancelled", "إلغاء الفعاليات العامة"],
        [
            "Public events in {place} are cancelled, indoors and outdoors. Funerals, worship and demonstrations follow the limit on gatherings instead.",
            "تُلغى الفعاليات العامة في {place}، في الأماكن المغلقة والمفتوحة. أما الجنازات والعبادات والمظاهرات فيسري عليها الحد المقرر للتجمعات.",
        ],
    ),
    say(
        "C4",
        1,
        ["No gatherings above 1,000 people", "منع التجمعات التي تزيد على ألف شخص"],
        [
            "No more than 1,000 people may gather at one place in {place}. Stadiums sell every second seat.",
            "لا يجوز أن يجتمع أكثر من ألف شخص في مكان واحد في {place}. وتبيع الملاعب مقعداً من كل مقعدين.",
        ],
    ),
    say(
        "C4",
        2,
        ["Gatherings limited to 500 people", "تحديد التجمعات بخمسمئة شخص"],
        [
            "Gatherings in {place} are limited to 500 people outdoors and 200 indoors. The limit counts guests and staff together.",
            "تُحدَّد التجمعات في {place} بخمسمئة شخص في الهواء الطلق ومئتين في الأماكن المغلقة، ويشمل الحد الضيوف والعاملين معاً.",
        ],
    ),
    say(
        "C4",
        3,
        ["Gatherings limited to 50 people", "تحديد التجمعات بخمسين شخصاً"],
        [
            "Gatherings in {place} are limited to 50 people. Markets may open if visitors are counted at the entrance.",
            "تُحدَّد التجمعات في {place} بخمسين شخصاً. ويجوز فتح الأسواق إذا عُدَّ الزوار عند المدخل.",
        ],
    ),
    say(
        "C4",
        4,
        ["At most six people may meet", "لا يجتمع أكثر من ستة أشخاص"],
        [
            "At most six people from two households may meet in {place}, at home and outside. Children under twelve are not counted.",
            "لا يجتمع أكثر من ستة أشخاص من أسرتين في {place}، في المنزل وخارجه. ولا يُحتسب الأطفال دون الثانية عشرة.",
        ],
    ),
    say(
        "C5",
        1,
        ["Fewer ferries and buses", "تقليص رحلات العبّارات والحافلات"],
        [
            "Ferries and buses in {place} run on the Sunday timetable and carry half as many passengers. Please travel only if you must.",
            "تعمل العبّارات والحافلات في {place} وفق جدول يوم الأحد وبنصف عدد الركاب. نرجو عدم التنقل إلا للضرورة.",
        ],
    ),
    say(
        "C5",
        2,
        ["Public transport suspended", "تعليق النقل العام"],
        [
            "Buses and inter-island ferries in {place} are suspended. Freight, patients and essential staff travel with a pass from the harbour office.",
            "تُعلَّق الحافلات والعبّارات بين الجزر في {place}. وتسافر البضائع والمرضى والعاملون الضروريون بتصريح من مكتب الميناء.",
        ],
    ),
    say(
        "C6",
        1,
        ["Please stay at home", "يُرجى البقاء في المنزل"],
        [
            "People in {place} are asked to stay at home as far as they can, above all in the evening.",
            "يُطلب من الناس في {place} البقاء في منازلهم قدر الإمكان، ولا سيما في المساء.",
        ],
    ),
    say(
        "C6",
        2,
        ["Stay at home but for work, food and exercise", "البقاء في المنزل إلا للعمل والطعام والرياضة"],
        [
            "People in {place} stay at home but for work that can't be done there, shopping, care, school, a doctor's visit and an hour of exercise a day.",
            "يلزم الناس في {place} منازلهم إلا لعمل لا يُنجز فيها، أو للتسوق أو الرعاية أو المدرسة أو زيارة الطبيب أو ساعة من الرياضة يومياً.",
        ],
    ),
    say(
        "C6",
        3,
        ["Curfew with few exceptions", "حظر تجول باستثناءات محدودة"],
        [
            "Nobody in {place} may leave home but once a day for food, for a doctor, or with a pass for essential work. Neighbours shop for those in quarantine.",
            "لا يغادر أحد في {place} منزله إلا مرة في اليوم لشراء الطعام أو لزيارة الطبيب أو بتصريح عمل ضروري. ويتسوق الجيران لمن هم في الحجر.",
        ],
    ),
    say(
        "C7",
        1,
        ["Avoid travel between islands", "تجنّب السفر بين الجزر"],
        [
            "Journeys between the islands of {place} should wait. Those who must travel are asked to take a test first.",
            "ينبغي تأجيل الرحلات بين جزر {place}. ويُطلب ممن لا بد لهم من السفر إجراء فحص قبله.",
        ],
    ),
    say(
        "C7",
        2,
        ["No travel between islands without a pass", "لا سفر بين الجزر من دون تصريح"],
        [
            "Travel into and out of {place} from other islands needs a pass. Passes are given for work, care, school, funerals and medical treatment.",
            "يتطلب السفر إلى {place} ومنها من الجزر الأخرى تصريحاً. ويُمنح التصريح للعمل والرعاية والدراسة والجنازات والعلاج.",
        ],
    ),
    say(
        "C8",
        1,
        ["Health checks on arrival", "فحوص صحية عند الوصول"],
        [
            "Everyone who arrives in {place} by sea or air fills in a health card and may be asked to take a test.",
            "يملأ كل من يصل إلى {place} بحراً أو جواً بطاقة صحية، وقد يُطلب منه إجراء فحص.",
        ],
    ),
    say(
        "C8",
        2,
        ["Seven days of quarantine on arrival", "حجر سبعة أيام عند الوصول"],
        [
            "Who arrives in {place} from a place on the list stays in quarantine for seven days. A negative test on day five ends it. Commuters on the listed ferries are exempt.",
            "يبقى القادم إلى {place} من مكان مدرج في القائمة في الحجر سبعة أيام، وينهيه فحص سلبي في اليوم الخامس. ويُعفى ركاب العبّارات اليومية المدرجة.",
        ],
    ),
    say(
        "C8",
        3,
        ["No entry from listed places", "منع الدخول من الأماكن المدرجة"],
        [
            "Nobody may enter {place} from the places on the list. Residents may return and stay in quarantine; freight crews stay on board.",
            "لا يدخل أحد إلى {place} من الأماكن المدرجة في القائمة. ويجوز للمقيمين العودة والبقاء في الحجر، وتبقى أطقم الشحن على متن السفن.",
        ],
    ),
    say(
        "C8",
        4,
        ["Borders closed to travellers", "إغلاق الحدود أمام المسافرين"],
        [
            "The borders of {place} are closed to travellers. Freight, medical flights and returning residents are let through at the three main harbours.",
            "تُغلق حدود {place} أمام المسافرين. ويُسمح بمرور البضائع والرحلات الطبية والمقيمين العائدين عبر الموانئ الرئيسية الثلاثة.",
        ],
    ),
    say(
        "E1",
        1,
        ["Part of lost wages paid", "تعويض جزء من الأجور المفقودة"],
        [
            "Who loses work because of a measure in {place} receives two fifths of the wage, paid each month through the employer.",
            "يتلقى من يفقد عمله بسبب إجراء في {place} خُمسي أجره، ويُدفع شهرياً عن طريق صاحب العمل.",
        ],
    ),
    say(
        "E1",
        2,
        ["Four fifths of lost wages paid", "تعويض أربعة أخماس الأجور المفقودة"],
        [
            "Who loses work because of a measure in {place} receives four fifths of the wage. The self-employed, fishers and share-workers apply at the town hall.",
            "يتلقى من يفقد عمله بسبب إجراء في {place} أربعة أخماس أجره. ويتقدم أصحاب المهن الحرة والصيادون والعاملون بالحصة بطلباتهم إلى البلدية.",
        ],
    ),
    say(
        "E2",
        1,
        ["Rents may be paid later", "جواز تأخير دفع الإيجارات"],
        [
            "Tenants in {place} who lost income may pay rent up to three months later. Water and power are not cut off meanwhile.",
            "يجوز للمستأجرين في {place} الذين فقدوا دخلهم تأخير الإيجار حتى ثلاثة أشهر، ولا يُقطع عنهم الماء والكهرباء في تلك المدة.",
        ],
    ),
    say(
        "E2",
        2,
        ["Rents, loans and bills suspended", "تعليق الإيجارات والقروض والفواتير"],
        [
            "Payments on rents, household loans and public bills in {place} are suspended for those who ask. No interest is added, and no one may be evicted.",
            "تُعلَّق في {place} أقساط الإيجارات والقروض المنزلية والفواتير العامة لمن يطلب ذلك، من دون فوائد، ولا يجوز إخلاء أحد من مسكنه.",
        ],
    ),
    say(
        "H1",
        1,
        ["Officials ask for caution", "المسؤولون يدعون إلى الحيطة"],
        [
            "The health office of {place} asks people to wash hands, air rooms and stay away from work when ill.",
            "تدعو إدارة الصحة في {place} الناس إلى غسل الأيدي وتهوية الغرف وعدم الحضور إلى العمل عند المرض.",
        ],
    ),
    say(
        "H1",
        2,
        ["Campaign in every language of the islands", "حملة بكل لغات الجزر"],
        [
            "A campaign on radio, at ferry piers and in schools explains the rules in {place}, in every language spoken there and in signs.",
            "تشرح حملة في الإذاعة وعلى أرصفة العبّارات وفي المدارس القواعد السارية في {place} بكل اللغات المتداولة فيها وبلغة الإشارة.",
        ],
    ),
    say(
        "H2",
        1,
        ["Tests for people with symptoms and a reason", "فحوص لمن لديه أعراض وسبب"],
        [
            "People in {place} are tested if they have symptoms and were near a case, work in care, or are in hospital.",
            "يُفحص في {place} من لديه أعراض وكان قريباً من مصاب أو يعمل في الرعاية أو يرقد في المستشفى.",
        ],
    ),
    say(
        "H2",
        2,
        ["Tests for everyone with symptoms", "فحوص لكل من لديه أعراض"],
        [
            "Everyone with symptoms in {place} is tested free of charge, at a health post or at home.",
            "يُفحص كل من لديه أعراض في {place} مجاناً، في المركز الصحي أو في المنزل.",
        ],
    ),
    say(
        "H2",
        3,
        ["Open testing at piers and markets", "فحوص مفتوحة على الأرصفة وفي الأسواق"],
        [
            "Anyone in {place} may be tested without a reason, at the piers, at markets and in the drive-through at the stadium.",
            "يجوز لأي شخص في {place} إجراء الفحص من دون سبب، على الأرصفة وفي الأسواق ومن السيارة عند الملعب.",
        ],
    ),
    say(
        "H3",
        1,
        ["Contacts traced for clusters", "تتبّع المخالطين في البؤر"],
        [
            "Health offices in {place} trace contacts where cases cluster: in homes, schools and on ships.",
            "تتتبّع إدارات الصحة في {place} المخالطين حيث تتجمع الحالات: في المنازل والمدارس وعلى السفن.",
        ],
    ),
    say(
        "H3",
        2,
        ["Contacts traced for every case", "تتبّع المخالطين لكل حالة"],
        [
            "Health offices in {place} trace the contacts of every case within two days, with volunteers where staff are short.",
            "تتتبّع إدارات الصحة في {place} مخالطي كل حالة خلال يومين، وتستعين بمتطوعين عند نقص العاملين.",
        ],
    ),
    say(
        "H6",
        1,
        ["Masks recommended", "التوصية بارتداء الكمامات"],
        [
            "Masks are recommended indoors in {place} wherever people come close.",
            "يوصى بارتداء الكمامات في الأماكن المغلقة في {place} حيثما تقارب الناس.",
        ],
    ),
    say(
        "H6",
        2,
        ["Masks on ferries and in shops", "الكمامات على العبّارات وفي المتاجر"],
        [
            "Masks must be worn in {place} on ferries and buses, in shops and in health posts. Children under six need none.",
            "يجب ارتداء الكمامات في {place} على العبّارات والحافلات وفي المتاجر والمراكز الصحية. ويُعفى الأطفال دون السادسة.",
        ],
    ),
    say(
        "H6",
        3,
        ["Masks in all shared spaces", "الكمامات في كل الأماكن المشتركة"],
        [
            "Masks must be worn in {place} in every shared indoor space, at work too, and outdoors where two metres can't be kept.",
            "يجب ارتداء الكمامات في {place} في كل مكان مغلق مشترك، وفي العمل أيضاً، وفي الهواء الطلق حيث يتعذر تباعد مترين.",
        ],
    ),
    say(
        "H6",
        4,
        ["Masks outside the home at all times", "الكمامات خارج المنزل في كل وقت"],
        [
            "Masks must be worn in {place} at all times outside the home. Swimmers, runners and the hard of hearing are exempt.",
            "يجب ارتداء الكمامات في {place} في كل وقت خارج المنزل. ويُعفى السبّاحون والعدّاؤون وضعاف السمع.",
        ],
    ),
    say(
        "H7",
        1,
        ["Vaccination begins for one group", "بدء التطعيم لفئة واحدة"],
        ["Vaccination begins in {place} with staff of hospitals and care homes.", "يبدأ التطعيم في {place} بالعاملين في المستشفيات ودور الرعاية."],
    ),
    say(
        "H7",
        2,
        ["Vaccination for care staff and the elderly", "التطعيم للعاملين في الرعاية وكبار السن"],
        [
            "Care staff and people over 75 in {place} are invited to be vaccinated. A boat brings the vaccine to the outer islands on Thursdays.",
            "يُدعى العاملون في الرعاية ومن تجاوزوا الخامسة والسبعين في {place} إلى التطعيم. وينقل قارب اللقاح إلى الجزر البعيدة كل خميس.",
        ],
    ),
    say(
        "H7",
        3,
        ["Vaccination for all at high risk", "التطعيم لكل المعرضين للخطر"],
        [
            "Key workers, people over 60 and those with a chronic illness in {place} are vaccinated.",
            "يُطعَّم في {place} العاملون الأساسيون ومن تجاوزوا الستين والمصابون بأمراض مزمنة.",
        ],
    ),
    say(
        "H7",
        4,
        ["Vaccination widened to more groups", "توسيع التطعيم ليشمل فئات أخرى"],
        [
            "Teachers, ferry crews and people over 40 in {place} may now be vaccinated, with those at high risk first.",
            "يجوز الآن تطعيم المعلمين وأطقم العبّارات ومن تجاوزوا الأربعين في {place}، مع تقديم الأكثر عرضة للخطر.",
        ],
    ),
    say(
        "H7",
        5,
        ["Vaccination for everyone", "التطعيم للجميع"],
        [
            "Everyone over 12 who lives in {place} may be vaccinated, whatever their papers.",
            "يجوز تطعيم كل من تجاوز الثانية عشرة ويقيم في {place}، أياً كانت أوراقه.",
        ],
    ),
    say(
        "H8",
        1,
        ["Care homes asked to limit visits", "دعوة دور الرعاية إلى الحد من الزيارات"],
        [
            "Care homes in {place} are asked to receive visitors by appointment and to air rooms between visits.",
            "يُطلب من دور الرعاية في {place} استقبال الزوار بموعد مسبق وتهوية الغرف بين الزيارات.",
        ],
    ),
    say(
        "H8",
        2,
        ["One visitor for each resident", "زائر واحد لكل نزيل"],
        [
            "Residents of care homes in {place} may see one named visitor a day, after a test. Visits to the dying are always allowed.",
            "لكل نزيل في دور الرعاية في {place} زائر واحد مسمّى في اليوم بعد إجراء فحص. والزيارة في الأيام الأخيرة من الحياة مسموحة دائماً.",
        ],
    ),
    say(
        "H8",
        3,
        ["Care homes closed to visitors", "إغلاق دور الرعاية أمام الزوار"],
        [
            "Care homes in {place} are closed to visitors, and staff are tested every other day. Video calls are set up for all who want them.",
            "تُغلق دور الرعاية في {place} أمام الزوار، ويُفحص العاملون كل يومين، وتُرتَّب مكالمات مرئية لكل من يرغب.",
        ],
    ),
    say(
        "HEAT",
        1,
        ["Heat watch", "مراقبة الحر"],
        [
            "High temperatures are expected in {place}. Drink often, look in on neighbours who live alone, and keep rooms shaded by day.",
            "يُتوقع ارتفاع درجات الحرارة في {place}. أكثروا من شرب الماء، وتفقدوا الجيران الذين يعيشون وحدهم، وأبقوا الغرف مظللة نهاراً.",
        ],
    ),
    say(
        "HEAT",
        2,
        ["Heat action level 2: cool rooms open", "مستوى العمل 2 للحر: فتح القاعات الباردة"],
        [
            "Libraries, museums and ferry terminals in {place} open as cool rooms until midnight. Outdoor work pauses from one to four.",
            "تُفتح المكتبات والمتاحف ومحطات العبّارات في {place} قاعاتٍ باردة حتى منتصف الليل. ويتوقف العمل في الخارج من الواحدة إلى الرابعة.",
        ],
    ),
    say(
        "HEAT",
        3,
        ["Heat action level 3: outdoor work stops at noon", "مستوى العمل 3 للحر: توقف العمل في الخارج ظهراً"],
        [
            "Outdoor work in {place} stops from noon to five, schools close at eleven, and nurses call on everyone on the list of people at risk.",
            "يتوقف العمل في الخارج في {place} من الظهر إلى الخامسة، وتغلق المدارس في الحادية عشرة، ويزور الممرضون كل من في قائمة المعرضين للخطر.",
        ],
    ),
    say(
        "HEAT",
        4,
        ["Heat emergency", "طوارئ الحر"],
        [
            "A heat emergency is in force in {place}. Only essential outdoor work is allowed, events are cancelled, and buses to the cool rooms are free.",
            "تسري حالة طوارئ بسبب الحر في {place}. لا يُسمح إلا بالعمل الضروري في الخارج، وتُلغى الفعاليات، والحافلات إلى القاعات الباردة مجانية.",
        ],
    ),
    say(
        "WATER",
        1,
        ["Please save water", "يُرجى ترشيد المياه"],
        [
            "The reservoirs of {place} are lower than usual for the season. People are asked not to water lawns by day and to report leaks.",
            "مستوى خزانات {place} أدنى من المعتاد في هذا الموسم. ويُطلب من الناس عدم سقي الحدائق نهاراً والإبلاغ عن التسربات.",
        ],
    ),
    say(
        "WATER",
        2,
        ["No hoses, no pool filling", "منع خراطيم الري وملء المسابح"],
        [
            "In {place} hoses may not be used for gardens, cars or terraces, and private pools may not be filled. Farms water from dusk to dawn.",
            "يُمنع في {place} استعمال خراطيم المياه للحدائق والسيارات والشرفات، ولا تُملأ المسابح الخاصة. وتروي المزارع من الغروب إلى الفجر.",
        ],
    ),
    say(
        "WATER",
        3,
        ["Water by the hour", "الماء بالساعات"],
        [
            "Water in {place} flows from six to nine, morning and evening. Hospitals, schools and care homes are supplied all day, by tanker where needed.",
            "يُضخ الماء في {place} من السادسة إلى التاسعة صباحاً ومساءً. وتُزوَّد المستشفيات والمدارس ودور الرعاية طوال اليوم، بالصهاريج عند الحاجة.",
        ],
    ),
    say(
        "TOURISM",
        1,
        ["A third off ferries for visitors", "خصم الثلث على العبّارات للزوار"],
        [
            "Visitors who stay three nights or more in {place} travel on the ferries for a third less outside the high season.",
            "يسافر الزوار الذين يقيمون ثلاث ليالٍ أو أكثر في {place} على العبّارات بخصم الثلث خارج موسم الذروة.",
        ],
    ),
    say(
        "TOURISM",
        2,
        ["Ferry and two nights paid for", "العبّارة وليلتان على نفقة الدولة"],
        [
            "Families who book a week in {place} get the ferry and two nights paid for, in guest houses that joined the scheme and pay fair wages.",
            "تحصل الأسر التي تحجز أسبوعاً في {place} على العبّارة وليلتين مجاناً، في بيوت ضيافة انضمت إلى البرنامج وتدفع أجوراً عادلة.",
        ],
    ),
];

/// Why, by the course of events: added behind the text. Chosen by the seed.
pub(super) const REASONS_EPIDEMIC: &[Pair] = &[
    ["The number of patients in hospital has doubled in ten days.", "تضاعف عدد المرضى في المستشفيات خلال عشرة أيام."],
    [
        "The council of physicians advised it on Monday; its advice is published with this measure.",
        "أوصى به مجلس الأطباء يوم الاثنين، ونُشرت توصيته مع هذا الإجراء.",
    ],
    ["Four of the six wards that can give oxygen are full.", "أربعة من الأجنحة الستة القادرة على إعطاء الأكسجين ممتلئة."],
    ["The harbour laboratory found the new variant in waste water.", "عثر مختبر الميناء على المتحوّر الجديد في مياه الصرف."],
    ["It was agreed with the ferry operators and the unions.", "اتُّفق عليه مع مشغلي العبّارات والنقابات."],
    ["It will be looked at again each week, and lifted as soon as it can be.", "سيعاد النظر فيه كل أسبوع، ويُرفع في أقرب وقت ممكن."],
];

/// Why a milder level comes.
pub(super) const REASONS_EASING: &[Pair] = &[
    ["Fewer people fall ill each week, and the wards have room again.", "يقل عدد المرضى أسبوعاً بعد أسبوع، وعادت في الأجنحة أماكن شاغرة."],
    ["The measure before did what it was made for; this one takes its place.", "أدى الإجراء السابق غرضه، ويحل هذا محله."],
    ["The schools and the small shops asked for it, and the physicians agree.", "طلبته المدارس والمتاجر الصغيرة، ووافق عليه الأطباء."],
];

/// Why, in a hot summer.
pub(super) const REASONS_HEAT: &[Pair] = &[
    ["The weather office expects nights above 25 degrees.", "تتوقع الأرصاد ليالي تزيد حرارتها على 25 درجة."],
    ["The sea brings no cooler air before the weekend.", "لن يحمل البحر هواءً أبرد قبل نهاية الأسبوع."],
    ["Ambulances were called twice as often as usual yesterday.", "تلقت سيارات الإسعاف أمس ضعف البلاغات المعتادة."],
];

/// Why, in a drought.
pub(super) const REASONS_DROUGHT: &[Pair] = &[
    ["The upper reservoir stands at a third of what it can hold.", "بلغ الخزان العلوي ثلث سعته."],
    ["It rained on four days since the spring.", "لم تمطر إلا أربعة أيام منذ الربيع."],
    ["The desalination plant runs at full power and can't give more.", "تعمل محطة التحلية بكامل طاقتها ولا تستطيع المزيد."],
];

/// Why visitors are asked to come.
pub(super) const REASONS_TOURISM: &[Pair] = &[
    ["Half of the guest houses had no guests last month.", "خلا نصف بيوت الضيافة من النزلاء في الشهر الماضي."],
    ["The scheme is paid for by the league's recovery fund.", "يموَّل البرنامج من صندوق التعافي التابع للرابطة."],
];

/// Added where only a part of the place is meant, with the name of that part.
pub(super) const TARGETED: &[[Pair; 2]] = &[
    [["For now it is in force in the harbour districts only.", "ويسري حالياً في أحياء الميناء وحدها."], ["harbour districts", "أحياء الميناء"]],
    [
        [
            "It is in force where the weekly rate is above 200 in 100,000; the list is on the health office's page.",
            "ويسري حيث يزيد المعدل الأسبوعي على 200 لكل 100,000، والقائمة في صفحة إدارة الصحة.",
        ],
        ["where the weekly rate is above 200 in 100,000", "حيث يزيد المعدل الأسبوعي على 200 لكل 100,000"],
    ],
    [["The outer islands are exempt.", "وتُستثنى الجزر البعيدة."], ["all but the outer islands", "كل المناطق عدا الجزر البعيدة"]],
];

/// The same in heat and drought.
pub(super) const TARGETED_WEATHER: &[[Pair; 2]] = &[
    [["It is in force on the lee side of the hills.", "ويسري في الجانب المحمي من التلال."], ["lee side of the hills", "الجانب المحمي من التلال"]],
    [["For now it is in force in the old town only.", "ويسري حالياً في البلدة القديمة وحدها."], ["old town", "البلدة القديمة"]],
];

/// Added where a rule is for those who are vaccinated.
pub(super) const FOR_VACCINATED: Pair = ["This is the rule for people who are vaccinated.", "وهذه هي القاعدة للمطعَّمين."];

/// Added where a rule is for those who are not.
pub(super) const FOR_OTHERS: Pair = ["This is the rule for people who are not vaccinated.", "وهذه هي القاعدة لغير المطعَّمين."];

/// What a correction says it puts right.
pub(super) const MISTYPED_END: Pair = [
    "Correction: the end date was mistyped in the first notice; the measure itself has not changed.",
    "تصويب: وقع خطأ مطبعي في تاريخ الانتهاء في الإعلان الأول، ولم يتغير الإجراء نفسه.",
];

/// What a correction says of a level.
pub(super) const MISREAD_LEVEL: Pair = [
    "Correction: the notice was first read as stricter than it is; the level is put right here.",
    "تصويب: قُرئ الإعلان أولاً على أنه أشد مما هو عليه، وصُحّح المستوى هنا.",
];

/// Why something was taken back.
pub(super) const WITHDRAWN: &[Pair] = &[
    ["The notice was a draft that never came into force.", "كان الإعلان مسودة لم تدخل حيز التنفيذ."],
    ["It was recorded under the wrong place; the right one is stated in its own entry.", "سُجّل على مكان خاطئ، والمكان الصحيح مذكور في قيد خاص به."],
    ["The administrative court suspended it before its first day.", "أوقفته المحكمة الإدارية قبل يومه الأول."],
];
