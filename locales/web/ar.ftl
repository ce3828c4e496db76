# The dashboard in Arabic. Headings of events come from the other files of this language.

### Around every page

skip = انتقل إلى المحتوى
navigation = الصفحات
language = اللغة
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
jobs-none = لا توجد مهام هنا.
job-progress-of = تقدّم { $title }
job-cost-of = { $cost } من { $budget }

### Problems, by their code

problem-unknown = حدث خطأ ما. حاول مرة أخرى.
problem-unreachable = لا يمكن الوصول إلى jobwire. سأواصل المحاولة.
problem-unavailable = ‏Redis غير متاح. قد يكون ما تراه قديمًا.
problem-not-found = لا يوجد هنا شيء لك، أو لم يعد محفوظًا.
problem-unauthenticated = هذا الرمز غير معروف.
problem-too-many-guesses = رموز خاطئة كثيرة. انتظر دقيقة.
problem-scope-missing = رمزك لا يسمح بذلك.
