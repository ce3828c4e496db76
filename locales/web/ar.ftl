# The dashboard in Arabic. Headings of events come from the other files of this language.

### Around every page

skip = انتقل إلى المحتوى
navigation = الصفحات
language = اللغة
signed-in-as = مسجّل الدخول باسم
sign-out = خروج
loading = جارٍ التحميل …

live-connecting = جارٍ الاتصال
live-live = مباشر
live-reconnecting = إعادة الاتصال
live-polling = استعلام دوري
live-last = آخر حدث { $ago }

### Titles of pages

page-home = الرئيسية
page-jobs = المهام
page-job = مهمة
page-approvals = الموافقات
page-approval = طلب
page-not-found = هذه الصفحة غير موجودة

### Signing in

sign-in-title = تسجيل الدخول
sign-in-token = الرمز
sign-in-hint = اطلبه من أحد المشرفين، أو أنشئه:
sign-in = دخول
sign-in-telegram = الدخول عبر Telegram

### States

state-queued = في الانتظار
state-running = قيد التنفيذ
state-waiting = بانتظار موافقة
state-completed = اكتملت
state-failed = فشلت
state-canceled = أُلغيت
state-pending = مفتوح
state-approved = تمت الموافقة
state-denied = مرفوض
state-expired = انتهت المهلة

### Lists

filter-state = الحالة
filter-any = الكل
filter-project = المشروع
jobs-none = لا توجد مهام هنا. تظهر المهمة مع أول حدث لها.
job-progress-of = تقدّم { $title }
job-cost-of = { $cost } من { $budget }

### Problems, by their code

problem-unknown = حدث خطأ ما. حاول مرة أخرى.
problem-unreachable = لا يمكن الوصول إلى jobwire. سأواصل المحاولة.
problem-unavailable = ‏Redis غير متاح. قد يكون ما تراه قديمًا.
problem-not-found = لا يوجد هنا شيء لك، أو لم يعد محفوظًا.
problem-unauthenticated = هذا الرمز غير معروف.
problem-too-many-guesses = رموز خاطئة كثيرة. انتظر دقيقة.
problem-no-role = ليس لديك دور بعد. اطلب ذلك من أحد المشرفين.
problem-sign-in-expired = هذا الدخول قديم جدًا. افتح الصفحة من Telegram مرة أخرى.
problem-sign-in-repeated = استُخدم هذا الدخول من قبل. سجّل الدخول عبر Telegram مرة أخرى.
problem-scope-missing = رمزك لا يسمح بذلك.

### Looking back and looking after

page-search = بحث
page-charts = مخططات
page-letters = رسائل متروكة
page-people = الأشخاص
page-tokens = الرموز
page-standing = موافقات دائمة

more = عرض المزيد
refresh = تحديث
keep = إبقاء
copy = نسخ
copied = تم النسخ
copy-link = نسخ الرابط
all-projects = كل المشاريع
no-project = بلا مشروع
filter-types = الأنواع
filter-session = الجلسة
filter-job = المهمة
filter-since = من
filter-until = إلى
filter-range = الفترة
filters-clear = مسح المرشحات
search-none = لا شيء يطابق هذه المرشحات.
search-empty = لا أحداث بعد.
event-unnamed = 📋 حدث

letters-about = رسائل وأحداث تعذّرت معالجتها. أعد المحاولة عند زوال السبب.
letters-none = لا رسائل متروكة. عولج كل شيء.
letter-stage = المرحلة
stage-decoding = عند القراءة
stage-routing = عند التوزيع
stage-following = عند كتابة الملفات
stage-delivering = عند الإرسال
letter-raw = الرسالة
letter-raw-cut = الرسالة (بدايتها)
letter-retry = إعادة المحاولة
letter-retried = تمّ. لم تعد رسالة متروكة.
letter-drop = حذف
letter-drop-question = حذف نهائي؟
letter-dropped = حُذفت.

people-about = تُمنح الأدوار وتُسحب في المحادثة: ⁦/invite⁩ و⁦/grant⁩ و⁦/revoke⁩.
people-none = لا أحد لديه دور بعد.
person-since = منذ
person-named-in = مذكور في
role-viewer = مشاهد
role-approver = مُوافِق
role-admin = مشرف

token-new = رمز جديد
token-name = الاسم
token-projects = المشاريع، مفصولة بفواصل
token-user = الشخص (المعرّف)
token-scopes = ما يُسمح به
scope-read = الاطلاع
scope-decide = الموافقة والرفض
scope-publish = إرسال الأحداث والسؤال
scope-metrics = قراءة المقاييس
scope-admin = كل شيء
token-create = إنشاء رمز
token-once = لن يُعرض إلا هذه المرة. احفظه كما تحفظ كلمة مرور.
token-saved = حفظته
tokens-given = الرموز المستخدمة
tokens-none = لا رموز بعد.
token-holder = لـ
token-revoke = إلغاء
token-revoke-question = من يستخدمه يفقد الوصول فورًا.
token-revoked = أُلغي.

standing-about = تُقبل طلبات كهذه دون سؤال.
standing-none = لا شيء سارٍ. حيث تسمح السياسة، يعرض الطلب الموافقة على أمثاله أيضًا.
standing-ends = تنتهي
standing-end = إنهاء
standing-end-question = العودة إلى السؤال من الآن؟
standing-ended = انتهت. سأسأل من الآن.

range-hour = الساعة الأخيرة
range-day = اليوم الأخير
range-week = آخر 7 أيام
range-month = آخر 30 يومًا
chart-events = الأحداث والإخفاقات
chart-events-none = لم يحدث شيء في هذه الفترة.
chart-events-heading = الأحداث
chart-failures-heading = الإخفاقات
chart-from = من
chart-table = كجدول
chart-truncated = تُحسب أحدث الأحداث فقط، منذ
chart-cost = التكلفة حسب المشروع
chart-cost-about = للمهام التي تغيّرت في هذه الفترة، التكلفة الكاملة لكل منها.
chart-cost-none = لم تذكر أي مهمة تكلفة في هذه الفترة.
chart-jobs = المهام
chart-usd = التكلفة
chart-decisions = الوقت حتى القرار
chart-decisions-none = لم يقرر أحد شيئًا في هذه الفترة.
chart-count = القرارات
chart-median = النصف خلال
chart-p90 = تسعة من عشرة خلال

problem-dead-letter-outdated = تبقى متروكة: محادثتها أو ملفها لم يعد يقبلها.
problem-dead-letter-unusable = تبقى متروكة: ما زال محتواها غير صالح.
problem-input-invalid = في النموذج خطأ ما.
letter-attempts =
    { $count ->
        [one] محاولة واحدة
        [two] محاولتان
        [few] { $count } محاولات
       *[other] { $count } محاولة
    }
standing-uses =
    { $count ->
        [one] استُخدمت مرة
        [two] استُخدمت مرتين
        [few] استُخدمت { $count } مرات
       *[other] استُخدمت { $count } مرة
    }
chart-all =
    { $count ->
        [one] حدث واحد
        [two] حدثان
        [few] { $count } أحداث
       *[other] { $count } حدثًا
    }
chart-failures =
    { $count ->
        [one] إخفاق واحد
        [two] إخفاقان
        [few] { $count } إخفاقات
       *[other] { $count } إخفاقًا
    }

### Home

home-waiting = بانتظارك
home-nothing-waits = لا شيء بانتظارك. تظهر الطلبات هنا من تلقاء نفسها.
home-others-wait =
    { $count ->
        [one] طلب واحد بانتظار آخرين
        [two] طلبان بانتظار آخرين
        [few] { $count } طلبات بانتظار آخرين
       *[other] { $count } طلبًا بانتظار آخرين
    }
home-running = قيد التنفيذ الآن
home-nothing-runs = لا شيء قيد التنفيذ حاليًا.
home-ended = انتهت مؤخرًا
home-all-jobs = كل المهام

### A job

fact-project = المشروع
fact-session = الجلسة
fact-id = المعرّف
fact-cost = التكلفة
fact-requests = الاستدعاءات
fact-duration = المدة
fact-updated = آخر إشارة
fact-links = الروابط
job-settled =
    { $count ->
        [one] طلب واحد تم البت فيه
        [two] طلبان تم البت فيهما
        [few] { $count } طلبات تم البت فيها
       *[other] { $count } طلبًا تم البت فيه
    }
log = السجل
log-following = متابعة مباشرة
log-paused = متوقف مؤقتًا
log-ended = انتهى
log-pause = إيقاف مؤقت
log-follow = متابعة
log-none = لا يوجد سجل بعد.
timeline = التسلسل الزمني
timeline-more =
    { $count ->
        [one] خطوة أخرى
        [two] خطوتان أخريان
        [few] { $count } خطوات أخرى
       *[other] { $count } خطوة أخرى
    }

### Requests

approvals-others = بانتظار آخرين
approvals-settled = تم البت فيها مؤخرًا
approvals-none = لا يوجد.
approve = موافقة
deny = رفض
cancel = إلغاء
approve-standing = الموافقة على ما يماثله لمدة { $time } ({ $within })
within-session = هذه الجلسة
within-job = هذه المهمة
within-project = هذا المشروع
reason-required = لماذا؟ (مطلوب)
reason-optional = لماذا؟ (اختياري)
reason-unsent = صدر القرار وأنت تكتب هذا، فلم يُرسَل:
ask-open = عرض كل الأحرف ({ $count })
decide-read-first = اعرضه كاملًا لتتمكن من الموافقة.
decide-not-yours = هذا يقرره آخرون.
decide-own = أنت من طلب هذا، لذا يوافق عليه شخص آخر.
you-voted-approve = لقد وافقت. ما زالت هناك حاجة إلى أصوات.
you-voted-deny = لقد رفضت. ما زالت هناك حاجة إلى أصوات.
voted-approve = موافقة:
voted-deny = رفض:
votes-of = { $count } من { $required } أصوات
by = بواسطة
asked-by = طلبه
approval-changed = تغيّر الطلب. الأصوات السابقة لم تعد محسوبة.
on-timeout-expire = تنتهي مهلته
on-timeout-deny = يُرفض تلقائيًا
on-timeout-approve = يُوافَق عليه تلقائيًا
reception-awaited = تم الحفظ. بانتظار المهمة.
reception-picked-up = استلمته المهمة.
reception-unheard = لا استجابة من المهمة منذ دقيقة. أرسلت القرار مرة أخرى؛ تأكد من أنها ما زالت تعمل.
via-telegram = Telegram
via-web = الويب
via-cli = سطر الأوامر
via-timeout = انتهاء المهلة
via-policy = السياسة
via-standing = موافقة دائمة
audit = ما الذي حدث
audit-asked = طُلب
audit-asked-again = طُلب مرة أخرى
audit-asked-by-another = طلبه شخص آخر بالمعرّف نفسه
audit-reminded = أُرسل تذكير
audit-picked-up = استلمته المهمة
audit-unheard = لا استجابة من المهمة
audit-standing-given = مُنحت موافقة دائمة
audit-standing-ended = انتهت الموافقة الدائمة
audit-shown-elsewhere = عُرض في محادثة أخرى
audit-changed = تغيّر
audit-vote-approve = وافق
audit-vote-deny = رفض
audit-approved = حُسم: موافقة
audit-denied = حُسم: رفض
audit-expired = انتهت المهلة
audit-canceled = سُحب
audit-refused = لم يُقبل
audit-comment = تعليق
audit-vote-dropped = لم يعد الصوت محسوبًا
audit-escalated = سُئل في محادثات أخرى

### Problems with a decision

problem-already-decided = تم البت في هذا من قبل. هذا هو القرار القائم.
problem-request-changed = تغيّر الطلب منذ أن رأيته. راجعه مرة أخرى.
problem-not-approver = لا يحق لك البت في هذا.
problem-self-approval = أنت من طلب هذا، لذا يجب أن يوافق عليه شخص آخر.
problem-reason-needed = يلزم ذكر السبب.
problem-no-standing-approval = لا تمكن الموافقة على هذا إلا منفردًا.
problem-origin-refused = لا يمكن لهذه الصفحة فعل ذلك من هنا. افتحها من عنوانها.
