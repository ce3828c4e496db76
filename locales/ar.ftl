# Everything jobwire says in Arabic: كل ما يقوله jobwire بالعربية.
#
# A text is made of parts: a part ends at a line end or at " · ". A part that names something which
# is not known ({ $summary } of a job that gave none) is left out, the rest stays.
# CODE(…) and BOLD(…) format; NOTHING() leaves out its part, for amounts not worth a word. A name
# that ends in _count is a number (of a list: its length).
#
# Digits are Western (0 to 9) everywhere, so that ids, money and times read the same here and where
# they come from. Nothing here needs direction marks: values, commands and the like are isolated
# when a text is put together (src/message/locale/isolate.ts). A line should begin with an Arabic
# word, not with a Latin one: that decides its direction.

### event: one message for each type of event. The value is the heading, .text what it tells.
### Whatever field an event carries can be named: { $instruction } is data.instruction, and
### { $token_usage-total_tokens } is data.token_usage.total_tokens. Endings say what a field is:
### _usd is money, _url and _links can be tapped, _seconds, _s and _ms last, _at is an instant, _id
### is short, _number is no quantity, progress is a bar.
### Fields that the text does not name follow behind it (src/message/events/unseen-fields.ts).
### { $event-message } and other { $event-… } are listed in src/message/events/event-facts.ts.
### A heading that names something unknown is replaced by .title. The ending -failed is for events
### that tell a failure, -ready for those of a build that is ready.

event-orchestrator-started = 🟢 بدأ المنسّق
    .text =
        الإصدار { $version } · { $workers_count ->
            [zero] 0 عامل
            [one] عامل واحد
            [two] عاملان
            [few] { $workers_count } عمّال
            [many] { $workers_count } عاملًا
           *[other] { $workers_count } عامل
        }
event-orchestrator-stopped = ⏹️ توقّف المنسّق
    .text = { $reason }
event-orchestrator-error = ❌ خطأ في المنسّق
    .text = { $error }

event-project-registered = 📦 أُضيف المشروع
    .text = { CODE($path) } · الفرع الافتراضي { CODE($default_branch) }
event-project-removed = 🗑️ أُزيل المشروع
    .text = { $reason }
event-project-scanned = 🔎 فُحص المشروع
    .text =
        { $files_count ->
            [zero] 0 ملف
            [one] ملف واحد
            [two] ملفان
            [few] { $files_count } ملفات
            [many] { $files_count } ملفًا
           *[other] { $files_count } ملف
        } · { $languages }

event-session-created = 🌱 فُتحت الجلسة
    .text = { $name } · الفرع { CODE($branch) }
event-session-state_changed = 🔁 تغيّرت الجلسة
    .text = من { $from } إلى { $to }
event-session-workspace_ready = 🧰 مساحة العمل جاهزة
    .text = { CODE($workspace) }
event-session-closed = 🏁 أُغلقت الجلسة
    .text = { $reason }
event-session-error = ❌ خطأ في الجلسة
    .text = { $error }

event-job-created = 🆕 مهمة جديدة
    .text =
        { $event-title }
        { $event-message }
        الفرع { CODE($branch_base) }
        الميزانية { $budget_usd } · حتى { $max_requests ->
            [zero] 0 استدعاء
            [one] استدعاء واحد
            [two] استدعاءين
            [few] { $max_requests } استدعاءات
            [many] { $max_requests } استدعاءً
           *[other] { $max_requests } استدعاء
        } · حتى { $max_minutes }
event-job-updated = 🔄 { $event-status }
    .title = 🔄 تحدّثت المهمة
    .text =
        { $event-title }
        { $progress } · { $last_action }
        { $event-cost } · { $event-requests }
        { $pr_links }
event-job-queued = ⏳ في الطابور
    .text =
        { $instruction }
        { $position ->
            [1] { NOTHING() }
           *[other] الدور { $position } في الطابور
        }
event-job-started = 🔧 بدأت
    .text =
        { $instruction }
        { $event-message }
        الفرع { CODE($branch) }
event-job-progress = ⚙️ { $tool }
    .title = ⚙️ قيد العمل
    .text = { CODE($file) } · { CODE($command) } · { $action } · { $message }
event-job-tool_started = ⚙️ { $tool }
    .title = ⚙️ الخطوة التالية
    .text = { CODE($file) } · { CODE($command) }
event-job-tool_completed = ⚙️ انتهت { $tool }
    .title = ⚙️ انتهت الخطوة
    .text =
        { CODE($file) } · { CODE($command) }
        رمز الخروج { $exit_code } · { $duration_seconds }
event-job-approval_needed = ⚠️ مطلوب موافقة
    .text =
        { CODE($action) }
        { $scope } · { $reason }
event-job-approval_comment = 💬 تعليق من { $by }
    .title = 💬 تعليق على طلب
    .text =
        { $comment }
        { CODE($action) }
event-job-approved = ✅ تمت الموافقة { $decided_by }
    .title = ✅ تمت الموافقة
    .text =
        { CODE($action) }
        { $reason }
event-job-denied = ❌ تم الرفض { $decided_by }
    .title = ❌ تم الرفض
    .text =
        { CODE($action) }
        { $reason }
event-outside = تقرّر خارج jobwire، بحسب { $source }
event-outside-comment = كُتب خارج jobwire، بحسب { $source }
event-job-approval_canceled = 🚫 سُحب الطلب { $decided_by }
    .title = 🚫 سُحب الطلب
    .text =
        { CODE($action) }
        { $reason }
event-job-approval_withdrawn = 🚫 سُحب الطلب { $decided_by }
    .title = 🚫 سُحب الطلب
    .text =
        { CODE($action) }
        { $reason }
event-job-approval_expired = ⌛ انتهت مهلة الطلب دون قرار
    .text = { CODE($action) } · { $scope }
event-job-completed = ✅ اكتملت
    .text =
        { $event-title }
        { $summary }
        { $event-message }
        { $files_changed_count ->
            [0] { NOTHING() }
            [one] تغيّر ملف واحد
            [two] تغيّر ملفان
            [few] تغيّرت { $files_changed_count } ملفات
            [many] تغيّر { $files_changed_count } ملفًا
           *[other] تغيّر { $files_changed_count } ملف
        } · { $diff_stat } · { $duration_seconds }
        آخر خطوة { $last_action }
        { $event-cost } · { $event-requests } · { $event-tokens } · { $event-elapsed }
        { $pr_links }
event-job-completed-failed = ❌ انتهت بلا نجاح
    .text =
        { $event-title }
        { $summary }
        { $error }
        { $event-message }
        { $files_changed_count ->
            [0] { NOTHING() }
            [one] تغيّر ملف واحد
            [two] تغيّر ملفان
            [few] تغيّرت { $files_changed_count } ملفات
            [many] تغيّر { $files_changed_count } ملفًا
           *[other] تغيّر { $files_changed_count } ملف
        } · { $diff_stat } · { $duration_seconds }
        آخر خطوة { $last_action }
        { $event-cost } · { $event-requests } · { $event-tokens } · { $event-elapsed }
        { $pr_links }
event-job-failed = ❌ فشلت
    .text =
        { $error }
        { $event-title }
        { $event-message }
        { $progress } · آخر خطوة { $last_action }
        { $event-cost } · { $event-requests } · { $event-tokens } · { $event-elapsed }
        { $pr_links }
event-job-canceled = 🚫 أُلغيت
    .text =
        { $reason }
        { $event-title }
        { $event-message }
        { $progress } · آخر خطوة { $last_action }
        { $event-cost } · { $event-requests } · { $event-tokens } · { $event-elapsed }
        { $pr_links }
event-job-resumed = ▶️ استؤنفت
    .text = { $event-message } · { $reason }
event-job-silent = 📡 لا إشارة منذ { $silent_seconds }
    .title = 📡 لا إشارة
    .text = آخر إشارة { $last_sign_at }
event-job-heard = 🟢 عادت الإشارة بعد { $silent_seconds }
    .title = 🟢 عادت الإشارة
    .text = بلا إشارة منذ { $last_sign_at }

event-stage-started = ▶️ المرحلة { $event-stage }
    .title = ▶️ المرحلة التالية
    .text =
        { $event-message }
event-stage-completed = ☑️ انتهت المرحلة { $event-stage }
    .title = ☑️ انتهت المرحلة
    .text =
        { $event-message }
        { $duration_s }
event-stage-failed = ❌ فشلت المرحلة { $event-stage }
    .title = ❌ فشلت المرحلة
    .text =
        { $error }
        { $event-message }
        { $duration_s }
event-gate-pause = ⏸️ المتابعة بعد المرحلة { $event-stage }؟
    .title = ⏸️ بانتظار الموافقة
    .text =
        { $event-message }
        مهلة القرار { $timeout_seconds }
event-gate-approved = ✅ تمت الموافقة على المرحلة { $event-stage }
    .title = ✅ تمت الموافقة
    .text =
        { $event-message } · { $event-decider }
        { $reason }
event-gate-rejected = ❌ رُفضت المرحلة { $event-stage }
    .title = ❌ تم الرفض
    .text =
        { $event-message } · { $event-decider }
        { $reason }
event-gate-auto_approved = ✅ تمت الموافقة تلقائيًا على المرحلة { $event-stage }
    .title = ✅ تمت الموافقة تلقائيًا
    .text =
        { $event-message }
        كانت مهلة القرار { $timeout_seconds }

event-build-stage-started = 🏗️ مرحلة البناء { $event-stage }
    .title = 🏗️ البناء جارٍ
    .text =
        { $narration }
        { $preview_url }
        { $snapshot_url }
event-build-stage-completed = ☑️ انتهت مرحلة البناء { $event-stage }
    .title = ☑️ انتهت مرحلة البناء
    .text =
        { $narration }
        التالي { $event-next } · المدة { $duration_ms }
        { $preview_url }
        { $snapshot_url }
event-snapshot-updated = 📸 لقطة جديدة
    .text =
        { $narration }
        { $snapshot_url }
        { $preview_url }
        المرحلة { $event-next }
event-documentation-updated = 📖 تحدّثت الوثائق
    .text =
        { $narration }
        { $section } · المرحلة { $event-next }
        { $documentation_url }
        { $preview_url }
event-build-stage-started-ready = 🚀 البناء جاهز
    .text =
        { $narration }
        { $preview_url }
        { $snapshot_url }
        آخر مرحلة { $event-stage } · المدة { $duration_ms }
event-build-stage-completed-ready = { event-build-stage-started-ready }
    .text = { event-build-stage-started-ready.text }
event-build-stage-started-failed = ❌ فشل البناء في المرحلة { $event-stage }
    .title = ❌ فشل البناء
    .text =
        { $error }
        { $narration }
        { $preview_url }
        { $snapshot_url }
event-build-stage-completed-failed = { event-build-stage-started-failed }
    .title = { event-build-stage-started-failed.title }
    .text = { event-build-stage-started-failed.text }
event-snapshot-updated-failed = { event-build-stage-started-failed }
    .title = { event-build-stage-started-failed.title }
    .text = { event-build-stage-started-failed.text }
event-documentation-updated-failed = { event-build-stage-started-failed }
    .title = { event-build-stage-started-failed.title }
    .text = { event-build-stage-started-failed.text }

event-repo-connected = 🔗 رُبط المستودع
    .text =
        { CODE($full_name) } · الوصول عبر { $access_type }
        { $clone_url }
event-repo-sync-started = 🔄 بدأت المزامنة
    .text = { $sync_type } · السبب: { $trigger } · المستودع { $repository_id }
event-repo-sync-completed = ☑️ انتهت المزامنة
    .text =
        { $files_processed ->
            [0] { NOTHING() }
            [one] ملف واحد
            [two] ملفان
            [few] { $files_processed } ملفات
            [many] { $files_processed } ملفًا
           *[other] { $files_processed } ملف
        } · { $chunks_indexed ->
            [0] { NOTHING() }
            [one] مقطع واحد
            [two] مقطعان
            [few] { $chunks_indexed } مقاطع
            [many] { $chunks_indexed } مقطعًا
           *[other] { $chunks_indexed } مقطع
        } · { $detected_changes_count ->
            [zero] لا تغيير
            [one] تغيير واحد
            [two] تغييران
            [few] { $detected_changes_count } تغييرات
            [many] { $detected_changes_count } تغييرًا
           *[other] { $detected_changes_count } تغيير
        }
        { CODE($detected_changes) }
        المستودع { $repository_id }
event-discovery-started = 🔎 بدأ الاستكشاف
    .text = { $discovery_type } · المستودع { $repository_id }
event-discovery-completed = 🧭 انتهى الاستكشاف
    .text =
        { $detected_stack-language } · { $detected_stack-framework } · { $detected_stack-database }
        الخدمات { $service_boundaries }
        درجة الخطر { $risk_score } · المستودع { $repository_id }
event-feature-request-created = 💡 اقتراح ميزة
    .text =
        { $title }
        { $description }
        من { $requester_id }
event-planning-started = 🗺️ بدأ التخطيط
    .text =
        اقتراح الميزة { $feature_request_id } · الخطة { $execution_plan_id }
        المخطّط { $planner_agent_id }
event-planning-completed = 🗺️ الخطة جاهزة
    .text =
        { $event-phases }
        تمسّ { $blast_radius-repositories_affected }
        { $blast_radius-files_affected ->
            [0] { NOTHING() }
            [one] ملف واحد
            [two] ملفان
            [few] { $blast_radius-files_affected } ملفات
            [many] { $blast_radius-files_affected } ملفًا
           *[other] { $blast_radius-files_affected } ملف
        } · { $blast_radius-api_endpoints_changed ->
            [0] { NOTHING() }
            [one] نقطة وصول واحدة
            [two] نقطتا وصول
            [few] { $blast_radius-api_endpoints_changed } نقاط وصول
            [many] { $blast_radius-api_endpoints_changed } نقطة وصول
           *[other] { $blast_radius-api_endpoints_changed } نقطة وصول
        } · الخطة { $execution_plan_id }
event-agent-execution-started = 🤖 بدأ الوكيل: { $agent_type }
    .title = 🤖 بدأ الوكيل
    .text =
        { $input_data-requirements }
        { CODE($input_data-files_to_modify) }
        الطور { $phase_number } · الخطة { $execution_plan_id }
event-agent-execution-completed = ☑️ أنهى الوكيل عمله
    .text =
        { $output_data-changes_summary }
        { $output_data-files_modified_count ->
            [0] { NOTHING() }
            [one] تغيّر ملف واحد
            [two] تغيّر ملفان
            [few] تغيّرت { $output_data-files_modified_count } ملفات
            [many] تغيّر { $output_data-files_modified_count } ملفًا
           *[other] تغيّر { $output_data-files_modified_count } ملف
        } · { $output_data-tests_generated_count ->
            [0] { NOTHING() }
            [one] اختبار جديد واحد
            [two] اختباران جديدان
            [few] { $output_data-tests_generated_count } اختبارات جديدة
            [many] { $output_data-tests_generated_count } اختبارًا جديدًا
           *[other] { $output_data-tests_generated_count } اختبار جديد
        } · { $token_usage-total_tokens ->
            [0] { NOTHING() }
            [one] توكن واحد
            [two] توكنان
            [few] { $token_usage-total_tokens } توكنات
            [many] { $token_usage-total_tokens } توكنًا
           *[other] { $token_usage-total_tokens } توكن
        }
        التنفيذ { $agent_execution_id }
event-agent-execution-failed = ❌ فشل الوكيل
    .text =
        { $error_message }
        { $error_type } · { $retry_count ->
            [0] { NOTHING() }
            [one] بعد إعادة محاولة واحدة
            [two] بعد محاولتين أخريين
            [few] بعد { $retry_count } محاولات أخرى
            [many] بعد { $retry_count } محاولة أخرى
           *[other] بعد { $retry_count } محاولة أخرى
        }
        التنفيذ { $agent_execution_id }
event-pr-created = 🔀 طلب الدمج #{ $pr_number }
    .title = 🔀 طلب دمج جديد
    .text =
        { $title }
        الفرع { CODE($branch_name) }
        { $url }
event-pr-merged = 🎉 دُمج طلب الدمج
    .text = من { $merged_by } · الإيداع { CODE($merge_commit_sha) } · طلب الدمج { $pull_request_id }

event-task-created = 📝 مهمة فرعية جديدة
    .text = { $title } · { CODE($task_id) }
event-task-claimed = 🙋 استُلمت المهمة الفرعية
    .text = { CODE($task_id) } · من { $session }
event-task-status_changed = 🔁 حالة المهمة الفرعية
    .text = { CODE($task_id) } · من { $from } إلى { $to }
event-task-completed = ☑️ انتهت المهمة الفرعية
    .text = { $title } · { CODE($task_id) }

event-coordination-message_sent = 💬 من { $from } إلى { $to }
    .title = 💬 رسالة
    .text =
        { $text }
        { $message }
event-coordination-export_declared = 📤 أُعلن تصدير
    .text = { CODE($symbol) } · { CODE($file) }
event-coordination-conflict_detected = 💥 تعارض
    .text =
        { CODE($files) }
        الجلسات { $sessions }
event-coordination-sync_point_reached = 🤝 بُلغت نقطة المزامنة
    .text = { $name } · { $sessions }

# Types that have no text of their own: the type, then what the event carries.
event-unknown = 📋 { $type }
event-unknown-failed = ❌ { $type }
event-field = { $name }: { $value }
event-field-block = { $name }:{ $value }
event-more-fields =
    … و{ $count ->
        [zero] 0 حقل آخر
        [one] حقل آخر
        [two] حقلان آخران
        [few] { $count } حقول أخرى
        [many] { $count } حقلًا آخر
       *[other] { $count } حقل آخر
    }

# Who decided, inside a text.
event-by-person = من { $who }
event-by-timeout = تلقائيًا عند انتهاء المهلة
event-by-policy = تلقائيًا وفق السياسة

# Of a job.
event-status-pending = بانتظار البدء
event-status-queued = في الطابور
event-status-running = تعمل
event-status-paused = متوقفة مؤقتًا
event-status-waiting = تنتظر
event-status-completed = اكتملت
event-status-failed = فشلت
event-status-cancelled = أُلغيت
event-status-canceled = أُلغيت
event-progress = { $bar } { $percent }%
event-cost = { $cost }
event-cost-of = { $cost } من { $budget }
event-cost-over = { $cost } من { $budget } (فوق الميزانية)
event-requests =
    { $made ->
        [zero] 0 استدعاء
        [one] استدعاء واحد
        [two] استدعاءان
        [few] { $made } استدعاءات
        [many] { $made } استدعاءً
       *[other] { $made } استدعاء
    }
event-requests-of =
    { $made } من { $most ->
        [zero] 0 استدعاء
        [one] استدعاء واحد
        [two] استدعاءين
        [few] { $most } استدعاءات
        [many] { $most } استدعاءً
       *[other] { $most } استدعاء
    }

# One phase of a plan.
event-phase = { $name } · { $agent } · { $duration } · { $risk }
event-phase-named = { $number }. { $name }
event-phase-unnamed = الطور { $number }
event-risk = الخطر { $level }
event-risk-low = خطر منخفض
event-risk-medium = خطر متوسط
event-risk-high = خطر مرتفع
event-risk-critical = خطر حرج

event-seconds = { $seconds } ث
event-minutes =
    { $seconds ->
        [0] { $minutes } د
       *[other] { $minutes } د { $seconds } ث
    }
event-hours =
    { $minutes ->
        [0] { $hours } س
       *[other] { $hours } س { $minutes } د
    }
event-yes = نعم
event-no = لا
event-list-more = و{ $count } أخرى

### headline: the first line of a message about a job whose title is known. { $title } may be shortened.

headline-job-created = 🆕 مهمة جديدة: { $title }
headline-job-queued = ⏳ في الطابور: { $title }
headline-job-started = 🔧 بدأت { $title }
headline-job-completed = ✅ اكتملت { $title }
headline-job-completed-failed = ❌ انتهت بلا نجاح: { $title }
headline-job-failed = ❌ فشلت { $title }
headline-job-canceled = 🚫 أُلغيت { $title }
headline-job-resumed = ▶️ استؤنفت { $title }
# Any other state: what the message would say without a title.
headline-other = { $title }: { $state }
event-percent = { $percent }%
event-tokens =
    { $count ->
        [zero] 0 توكن
        [one] توكن واحد
        [two] توكنان
        [few] { $count } توكنات
        [many] { $count } توكنًا
       *[other] { $count } توكن
    }

### field: what a field is called where no text names it; others are called by their own name

field-duration = المدة
field-ms = المدة
field-seconds = المدة
field-elapsed = الوقت المنقضي
field-took = استغرق
field-timeout = المهلة
field-deadline = الموعد النهائي
field-cost = التكلفة
field-price = السعر
field-budget = الميزانية
field-amount = المبلغ
field-branch = الفرع
field-branch_name = الفرع
field-branch_base = الفرع الأساس
field-base_branch = الفرع الأساس
field-default_branch = الفرع الافتراضي
field-commit = الإيداع
field-commit_sha = الإيداع
field-sha = الإيداع
field-commits = الإيداعات
field-model = النموذج
field-model_cto = نموذج التخطيط
field-model_coder = نموذج البرمجة
field-tokens = التوكنات
field-total_tokens = التوكنات
field-token_usage = التوكنات
field-tokens_in = التوكنات الداخلة
field-tokens_out = التوكنات الخارجة
field-input_tokens = التوكنات الداخلة
field-output_tokens = التوكنات الخارجة
field-prompt_tokens = التوكنات الداخلة
field-completion_tokens = التوكنات الخارجة
field-exit_code = رمز الخروج
field-code = الرمز
field-retries = إعادات المحاولة
field-retry_count = إعادات المحاولة
field-attempt = المحاولة
field-attempts = المحاولات
field-max_attempts = أقصى عدد للمحاولات
field-url = الرابط
field-link = الرابط
field-preview = المعاينة
field-logs = السجلات
field-pr = طلب الدمج
field-pr_number = طلب الدمج
field-host = المضيف
field-hostname = المضيف
field-server = الخادم
field-port = المنفذ
field-environment = البيئة
field-env = البيئة
field-region = المنطقة
field-cluster = العنقود
field-service = الخدمة
field-services = الخدمات
field-component = المكوّن
field-version = الإصدار
field-release = الإطلاق
field-build = البناء
field-image = الصورة
field-tag = الوسم
field-tags = الوسوم
field-started = البداية
field-start_time = البداية
field-finished = النهاية
field-completed = النهاية
field-ended = النهاية
field-end_time = النهاية
field-created = الإنشاء
field-updated = التحديث
field-expires = الانتهاء
field-timestamp = الوقت
field-time = الوقت
field-file = الملف
field-files = الملفات
field-files_changed = الملفات المتغيّرة
field-files_modified = الملفات المتغيّرة
field-files_count = الملفات
field-diff_stat = التغييرات
field-changes = التغييرات
field-lines = الأسطر
field-line = السطر
field-path = المسار
field-folder = المجلد
field-workspace = مساحة العمل
field-command = الأمر
field-tool = الأداة
field-error = الخطأ
field-errors = الأخطاء
field-error_message = الخطأ
field-error_type = نوع الخطأ
field-error_code = رمز الخطأ
field-warnings = التحذيرات
field-reason = السبب
field-result = النتيجة
field-results = النتائج
field-output = المخرجات
field-note = الملاحظة
field-notes = الملاحظات
field-comment = التعليق
field-summary = الملخص
field-status = الحالة
field-state = الحالة
field-phase = الطور
field-step = الخطوة
field-steps = الخطوات
field-stage = المرحلة
field-last_action = آخر خطوة
field-name = الاسم
field-title = العنوان
field-type = النوع
field-kind = النوع
field-user = المستخدم
field-author = المؤلف
field-owner = المالك
field-assignee = أُسند إلى
field-requester = طلبه
field-requested_by = طلبه
field-decided_by = قرّره
field-by = من قِبل
field-from = من
field-to = إلى
field-where = المكان
field-repository = المستودع
field-repo = المستودع
field-project = المشروع
field-session = الجلسة
field-sessions = الجلسات
field-job = المهمة
field-task = المهمة الفرعية
field-instruction = التعليمات
field-agent = الوكيل
field-agent_type = الوكيل
field-worker = العامل
field-workers = العمّال
field-queue = الطابور
field-position = الدور
field-priority = الأولوية
field-severity = الخطورة
field-level = المستوى
field-risk = الخطر
field-risk_level = الخطر
field-score = الدرجة
field-progress = التقدّم
field-percent = النسبة
field-coverage = التغطية
field-count = العدد
field-total = المجموع
field-size = الحجم
field-memory = الذاكرة
field-tests = الاختبارات
field-passed = الناجحة
field-failed = الفاشلة
field-skipped = المتخطّاة
field-language = اللغة
field-languages = اللغات
field-scope = النطاق
field-action = الإجراء
field-context = السياق
field-success = النجاح
field-requests_made = الاستدعاءات
field-max_requests = أقصى عدد للاستدعاءات
field-max_minutes = أقصى مدة
field-on_timeout = إذا لم يقرّر أحد

### value: common words of states and kinds, as they follow a label

value-open = مفتوح
value-closed = مغلق
value-in_progress = قيد التنفيذ
value-done = منتهٍ
value-idle = خامل
value-running = يعمل
value-waiting = ينتظر
value-waiting_approval = بانتظار الموافقة
value-blocked = معلّق
value-paused = متوقف مؤقتًا
value-pending = قيد الانتظار
value-queued = في الطابور
value-completed = مكتمل
value-failed = فشل
value-canceled = ملغى
value-cancelled = ملغى
value-success = نجاح
value-full = كامل
value-incremental = تدريجي
value-manual = يدوي
value-schedule = مجدول
value-scheduled = مجدول
value-approve = موافقة
value-deny = رفض
value-expire = تنتهي المهلة
value-low = منخفض
value-medium = متوسط
value-high = مرتفع
value-critical = حرج

### card: the live card of a job (keys card-*)

card-queued = ⏳ { $title } · { $project }
card-started = 🔧 { $title } · { $project }
card-running = 🔄 { $title } · { $project }
card-waiting = ⏸️ تنتظر الموافقة: { $title } · { $project }
card-completed = ✅ اكتملت { $title } · { $project }
card-failed = ❌ فشلت { $title } · { $project }
card-canceled = 🚫 أُلغيت { $title } · { $project }
card-progress = { $bar } · { $step }
card-step = ▸ { $step }
card-step-done = ✓ { $step }
card-steps = الخطوات: { $count }
card-facts = { $steps } · { $cost } · { $requests } · { $elapsed } · { $job }
card-silent = 📡 لا إشارة منذ { $at }
card-button-log = 📜 السجل
card-button-mute = 🔕 كتم

### look: pages of jobs, sessions and events (keys look-*)

look-jobs = 📋 المهام
look-which-job = 📋 أي مهمة؟
look-no-jobs = 📋 لا مهام بعد. سأعرضها هنا حالما تصل أخبار عنها. يُظهر /subscriptions ما تتابعه هذه المحادثة.
    .topic = 📋 لا مهام بعد. سأعرضها هنا حالما تصل أخبار عنها. يُظهر /subscriptions ما يتابعه هذا الموضوع.
look-job-queued = ⏳ { $title }
look-job-running = 🔄 { $title }
look-job-waiting = ⏸️ { $title }
look-job-completed = ✅ { $title }
look-job-failed = ❌ { $title }
look-job-canceled = 🚫 { $title }
look-waiting =
    ⚠️ { $count ->
        [zero] 0 طلب ينتظر
        [one] طلب واحد ينتظر
        [two] طلبان ينتظران
        [few] { $count } طلبات تنتظر
        [many] { $count } طلبًا ينتظر
       *[other] { $count } طلب ينتظر
    }
look-running =
    { $project } · منذ { $elapsed } · { $cost }
    { $bar } · { $requests } · 📡 لا إشارة منذ { $silent }
look-ended =
    { $project } · { $ago }
    استغرقت { $took } · { $cost }
look-times = الجلسة { $session } · البداية { $started } · آخر إشارة { $updated }
look-times-ended = الجلسة { $session } · البداية { $started } · النهاية { $updated }
look-request = ⚠️ { $action } · ⏳ بقي { $left }
look-requests-how = يُظهر /approvals ما ينتظر، مع أزرار للقرار.
look-button-back = ‹‹ رجوع
look-button-history = 🕘 السجل الزمني
look-button-unmute = 🔔 إلغاء الكتم
look-button-stop = ⏹️ أوقف السجل
look-which-project = لعدة مشاريع مهمة بهذا المعرّف. أيها تقصد؟
look-session = 🗂️ الجلسة { $id }
look-session-gone = لم تعد لدي مهام من هذه الجلسة.
look-sessions = 🗂️ الجلسات
look-no-sessions = 🗂️ لا جلسات بعد. سأعرضها هنا حالما تصل أخبار عن مهمة فيها.
look-session-line = { $id } · { $project }
look-session-facts =
    قيد العمل { $running } · { $jobs ->
        [zero] 0 مهمة
        [one] مهمة واحدة
        [two] مهمتان
        [few] { $jobs } مهام
        [many] { $jobs } مهمة
       *[other] { $jobs } مهمة
    } · { $ago }
look-history = 🕘 { $of }
look-everything = كل شيء
look-history-none = لم يحدث شيء هنا بعد.
look-history-of = 🕘 السجل الزمني لماذا؟
look-history-which = 🕘 أكثر من نتيجة. أيها تقصد؟
look-no-subject = لا يوجد مشروع أو مهمة باسم { $id }.
look-no-count = ليس { $given } عددًا للأحداث بين 1 و{ $most }.
why-how = أرسل /why ردًّا على إحدى رسائلي لأقول لك ما الذي أتى بها إلى هنا.
why-not-mine = لا أعرف ذلك إلا عن رسائلي.
why-asked = طلبها أحدهم مني هنا، بأمر أو بزر.
why-unknown = لم أعد أعرف عمّ كانت هذه الرسالة. أتذكّر آخر 128 رسالة في المحادثة لمدة 7 أيام.
why-card = 🔄 { $title }
why-digest = 📂 عدة أحداث
why-because = هي هنا بسبب:
why-everything = • كل شيء · يتابعه { $who }
why-project = • المشروع { $id } · يتابعه { $who }
why-session = • الجلسة { $id } · يتابعها { $who }
why-job = • المهمة { $id } · يتابعها { $who }
why-you = أنت
why-route = • مسار في ملف السياسة · المشروع { $project } · الجلسة { $session } · المهمة { $job } · { $types } · وينشر { $level }
why-recipient = • مرسلها الذي يسمّي هذه المحادثة
why-admin = • دورك مشرفًا: لا يصل هذا الطلب إلى أي شخص آخر يحق له القرار
why-opened = لا يأتي بها شيء تتابعه هذه المحادثة: فتحها أحدهم من قائمة، أو تعذّر عرضها في محادثة أخرى.
    .topic = لا يأتي بها شيء يتابعه هذا الموضوع: فتحها أحدهم من قائمة، أو تعذّر عرضها في محادثة أخرى.
why-nothing = لا يأتي بها الآن شيء تتابعه هذه المحادثة. تغيّر ذلك منذئذ.
    .topic = لا يأتي بها الآن شيء يتابعه هذا الموضوع. تغيّر ذلك منذئذ.
why-muted = 🔕 هذه المهمة مكتومة هنا: لا يصل منها حتى تنتهي إلا الطلبات.
why-change = لتغيير ذلك: /unsubscribe أو /level أو /cards
look-gone = هذه الصفحة قديمة جدًا. أرسل الأمر من جديد.
look-turned = ↻

### alerts: failures (keys alerts-*)

alert-fixed = ✅ أُصلح بعد { $after }
alert-seen = 👀 اطّلع عليه { $who }، { $at }
alert-facts = { $step } · { $cost } · { $elapsed } · { $session } · { $job }
alert-button-error = 📎 الخطأ كاملًا
alert-button-mute = 🔕 كتم هذه المهمة
alert-button-seen = 👀 اطّلعت
alert-error-file = 📎 الخطأ كاملًا: { $title }
alert-gone = لم يعد لدي هذا الفشل.
alert-seen-already = سبق أن اطّلع { $who } على هذا.
job-gone = لم تعد لدي هذه المهمة.
job-muted = 🔕 مكتومة حتى تنتهي. الطلبات تصل رغم ذلك. اضغط مرة أخرى لتسمعها.
job-unmuted = 🔔 عدت أنشر عن هذه المهمة.
job-log-opened = 📜 السجل في الأسفل
job-log-file = 📄 الملف في الطريق
alerts-many = ❌ حالات الفشل: { $count }

### digest: several events in one message

digest-group = 📂 { $label } · { $project }
# Of a job: its newest event, and how many others there were.
digest-line = { $line } · و{ $count } أخرى
digest-more = … و{ $count } أخرى
digest-show-all = عرض الكل
digest-shown = كلها معروضة في الأسفل
digest-gone = لم تعد لدي هذه الأحداث.
digest-file =
    📎 { $count ->
        [zero] كل أحداث هذا الموجز ({ $count })
        [one] حدث هذا الموجز
        [two] حدثا هذا الموجز
        [few] كل أحداث هذا الموجز ({ $count })
        [many] كل أحداث هذا الموجز ({ $count })
       *[other] كل أحداث هذا الموجز ({ $count })
    }، والأوقات بتوقيت UTC
digest-file-cut = 📎 أول { $count } من أحداث هذا الموجز، والأوقات بتوقيت UTC

### summary: what came while a chat was muted or had quiet hours

# Lock screens show 60 characters of it. { $what } are counts, like summary-count-failed.
summary-title = 🌅 أثناء الهدوء: { $what }
summary-title-news = 🌅 أثناء الهدوء: لا فشل ولا انتظار ولا نهاية
summary-count-failed = فشلت { $count }
summary-count-waiting = تنتظر { $count }
summary-count-done = انتهت { $count }
summary-failed = فشلت: { $count }
summary-waiting = بانتظار قرار: { $count } · /approvals
summary-done = انتهت: { $count }
summary-request = ⏳ { $request }
summary-fixed =
    🔧 { $count ->
        [zero] أُصلحت { $count } حالة فشل في الأثناء
        [one] أُصلح فشل واحد في الأثناء
        [two] أُصلح فشلان في الأثناء
        [few] أُصلحت { $count } حالات فشل في الأثناء
        [many] أُصلحت { $count } حالة فشل في الأثناء
       *[other] أُصلحت { $count } حالة فشل في الأثناء
    }
summary-others =
    { $count ->
        [zero] 0 حدث آخر
        [one] حدث آخر
        [two] حدثان آخران
        [few] { $count } أحداث أخرى
        [many] { $count } حدثًا آخر
       *[other] { $count } حدث آخر
    }

### approval: a request and what became of it

# Lock screens show 60 characters of it. { $ask } is a question of approval-ask, and what it is about.
approval-headline-open = ⚠️ { $ask } · { $project }
approval-headline = { $ask } · { $project }
approval-ask = هل توافق؟
approval-ask-scope = { $scope }؟
approval-ask-only-scope = هل توافق على { $scope }؟
# Of a job in stages: it waits behind this stage.
approval-ask-gate = المتابعة بعد المرحلة { $stage }؟
approval-gate = المتابعة بعد المرحلة { $stage }؟
approval-details =
    المرحلة: { $stage }
    النطاق: { $scope }
approval-ids = { $project } · { $session } · { $job } · المعرّف { $id }
approval-commits =
    { $count ->
        [zero] 0 إيداع
        [one] إيداع واحد
        [two] إيداعان
        [few] { $count } إيداعات
        [many] { $count } إيداعًا
       *[other] { $count } إيداع
    }
# What a producer calls and says; the dot tells it from lines of ours.
list-separator = ،
approval-counted = { $count }: { $items }
approval-field = · { $name }: { $value }
approval-files =
    { $count ->
        [zero] تغيّر { $count } ملف
        [one] تغيّر ملف واحد
        [two] تغيّر ملفان
        [few] تغيّرت { $count } ملفات
        [many] تغيّر { $count } ملفًا
       *[other] تغيّر { $count } ملف
    }
approval-asked = طلبه { $who }
# { $names } are people with ✓ or ✗ behind each.
approval-votes = 🗳️ الموافقات { $given } من { $required } · الرفض { $denials } من { $needed } · { $names }
approval-votes-other = 🗳️ أصوات أخرى: { $names }
approval-approvers = 👥 يحق لهم القرار: { $who }
approval-approvers-also = 👥 … وفقط إن كانوا أيضًا من: { $who }
approval-approvers-nobody = 👥 وفق السياسة لا يحق لأحد أن يقرّر هذا
approval-role-viewer = المشاهدون
approval-role-approver = الموافِقون
approval-role-admin = المشرفون
approval-people =
    { $count ->
        [zero] 0 شخص مسمّى
        [one] شخص مسمّى
        [two] شخصان مسمّيان
        [few] { $count } أشخاص مسمّين
        [many] { $count } شخصًا مسمّى
       *[other] { $count } شخص مسمّى
    }
approval-reason-deny = ✍️ الرفض يحتاج إلى سبب
approval-reason-both = ✍️ كل قرار يحتاج إلى سبب
approval-problem-end = ❗ لا يمكنني قراءة الموعد النهائي في الطلب، فلا يُعتدّ به
approval-problem-timeout = ❗ لا يمكنني قراءة المهلة في الطلب، فلا يُعتدّ بها
approval-problem-over = ❗ انتهت المهلة قبل وصول الطلب
approval-problem-silence = ❗ يريد الطلب أن يُعدّ السكوت موافقة، وهنا ليس كذلك
approval-diff-left-out = الفرق أطول من أن يُعرض هنا …
approval-part = 📄 { CODE($id) }، ما المطلوب تنفيذه، الجزء { $part } من { $parts }
approval-in-parts =
    📄 { $count ->
        [zero] كاملًا في { $count } رسالة أعلاه
        [one] كاملًا في الرسالة أعلاه
        [two] كاملًا في الرسالتين أعلاه
        [few] كاملًا في { $count } رسائل أعلاه
        [many] كاملًا في { $count } رسالة أعلاه
       *[other] كاملًا في { $count } رسالة أعلاه
    }
approval-in-file = 📎 مختصر هنا، وكامل في الملف أعلاه
approval-not-whole = ⚠️ أطول من أن يُعرض هنا كاملًا، فلا يمكنك الموافقة عليه هنا.
approval-instead = 📍 يُعرض هنا لأنه تعذّر عرضه في { $chat }
approval-changed = ✏️ تغيّر { $at } – لم تعد الأصوات السابقة محسوبة
approval-changed-sometime = ✏️ تغيّر – لم تعد الأصوات السابقة محسوبة
# A file with the whole request, and the headings in it.
approval-file = 📎 الطلب كاملًا { CODE($id) }
approval-file-action = ما المطلوب تنفيذه:
approval-file-stage = المرحلة:
approval-file-scope = النطاق:
approval-file-reason = السبب:
approval-file-requester = طلبه:
approval-file-project = المشروع:
approval-file-session = الجلسة:
approval-file-job = المهمة:
approval-file-context = السياق:
approval-file-diff = الفرق:

approval-superseded = 🔁 { BOLD("تغيّر") } { $at } · النسخة الجديدة في رسالة مستقلة
approval-reminder = 🔔 { $ask } · { $project }
approval-left = ⏳ بقي { $left } ({ $at }) · طلبه { $who }
approval-left-deny = ⏳ بقي { $left } ({ $at })، ثم يُرفض · طلبه { $who }
approval-left-approve = ⏳ بقي { $left } ({ $at })، ثم تتم الموافقة تلقائيًا · طلبه { $who }
approval-left-none = ⏳ انتهت المهلة ({ $at }) · طلبه { $who }
approval-days =
    { $hours ->
        [0] { $days } ي
       *[other] { $days } ي { $hours } س
    }

approval-button-approve = ✅ موافقة
approval-button-deny = ❌ رفض
approval-button-note = ✅✍️ مع ملاحظة
approval-button-reason = ❌✍️ مع سبب

# The question for a reason, to the person who decides.
approval-question-deny =
    ✍️ { $who }، لماذا ترفض هذا؟ { $action }
    اكتب السبب ردًّا على هذه الرسالة، ولا يُحسب قرارك إلا عندئذ.
approval-question-approve =
    ✍️ { $who }، لماذا توافق على هذا؟ { $action }
    اكتب السبب ردًّا على هذه الرسالة، ولا يُحسب قرارك إلا عندئذ.
approval-question-note =
    ✍️ { $who }، ما ملاحظتك على الموافقة؟ { $action }
    اكتبها ردًّا على هذه الرسالة، ولا تُحسب موافقتك إلا عندئذ.
approval-question-placeholder = السبب
approval-question-note-placeholder = الملاحظة

# What became of it. { $at } is a time of day, with the date when it is another day.
approval-approved =
    ✅ { BOLD("تمت الموافقة") } من { $who }، { $at } · { $via }
    السبب: { $reason }
approval-approved-unnamed =
    ✅ { BOLD("تمت الموافقة") }، { $at }
    السبب: { $reason }
approval-approved-timeout =
    ✅ { BOLD("تمت الموافقة تلقائيًا") } عند انتهاء المهلة، { $at }
    السبب: { $reason }
approval-approved-policy =
    ✅ { BOLD("تمت الموافقة تلقائيًا") } وفق السياسة، { $at }
    السبب: { $reason }
approval-approved-elsewhere =
    ✅ { BOLD("تمت الموافقة خارج jobwire") } من { $who }، { $at } · بحسب { $source }
    السبب: { $reason }
approval-approved-elsewhere-automatically =
    ✅ { BOLD("تمت الموافقة تلقائيًا") } خارج jobwire، { $at } · بحسب { $source }
    السبب: { $reason }
approval-denied-elsewhere-automatically =
    ❌ { BOLD("تم الرفض تلقائيًا") } خارج jobwire، { $at } · بحسب { $source }
    السبب: { $reason }
approval-denied =
    ❌ { BOLD("تم الرفض") } من { $who }، { $at } · { $via }
    السبب: { $reason }
approval-denied-unnamed =
    ❌ { BOLD("تم الرفض") }، { $at }
    السبب: { $reason }
approval-denied-timeout =
    ❌ { BOLD("تم الرفض تلقائيًا") } عند انتهاء المهلة، { $at }
    السبب: { $reason }
approval-denied-policy =
    ❌ { BOLD("تم الرفض تلقائيًا") } وفق السياسة، { $at }
    السبب: { $reason }
approval-denied-elsewhere =
    ❌ { BOLD("تم الرفض خارج jobwire") } من { $who }، { $at } · بحسب { $source }
    السبب: { $reason }
approval-expired = ⌛ { BOLD("انتهت المهلة") } دون قرار، { $at }، ولم تتم الموافقة
approval-canceled = 🚫 { BOLD("سُحب") }: انتهت المهمة، { $at }
approval-canceled-completed = 🚫 { BOLD("سُحب") }: اكتملت المهمة، { $at }
approval-canceled-failed = 🚫 { BOLD("سُحب") }: فشلت المهمة، { $at }
approval-canceled-canceled = 🚫 { BOLD("سُحب") }: أُلغيت المهمة، { $at }
approval-canceled-by =
    🚫 { BOLD("سحبه") } { $who }، { $at }
    السبب: { $reason }
approval-canceled-because =
    🚫 { BOLD("سُحب") }، { $at }
    السبب: { $reason }
approval-via-web = على الويب
approval-via-cli = من سطر الأوامر
# One of several who decided together.
approval-reason-of = { $who }: { $reason }

# What the job makes of a decision.
approval-awaited = 📨 حُفظ. بانتظار المهمة.
approval-picked-up = ▶️ استلمته المهمة { $at }
approval-unheard =
    ⚠️ لا استجابة من المهمة منذ 1 د. أرسلت القرار مرة أخرى ({ $at }).
    القرار قائم، فتحقّق من أن المهمة ما زالت تعمل.

### bundle: several requests in one message

# Lock screens show it.
bundle-open =
    ⚠️ { $count ->
        [zero] 0 طلب
        [one] طلب واحد
        [two] طلبان
        [few] { $count } طلبات
        [many] { $count } طلبًا
       *[other] { $count } طلب
    } · { $project }
bundle-some =
    ⚠️ ينتظر { $open } من { $count ->
        [zero] 0 طلب
        [one] طلب واحد
        [two] طلبين
        [few] { $count } طلبات
        [many] { $count } طلبًا
       *[other] { $count } طلب
    } · { $project }
bundle-done =
    ☑️ { $count ->
        [zero] 0 طلب
        [one] طلب واحد
        [two] طلبان
        [few] { $count } طلبات
        [many] { $count } طلبًا
       *[other] { $count } طلب
    } · { $project }
bundle-projects =
    { $count ->
        [zero] 0 مشروع
        [one] مشروع واحد
        [two] مشروعان
        [few] { $count } مشاريع
        [many] { $count } مشروعًا
       *[other] { $count } مشروع
    }
# A decided request: what became of it, what it was, why.
bundle-settled = { $outcome } · { $action } · «{ $reason }»
bundle-changed = 🔁 { BOLD("تغيّر") }، في رسالة مستقلة · { $action }
bundle-apart = ⤵️ في رسالة مستقلة · { $action }
bundle-too-long = ✂️ صار أطول من أن تقرّر فيه دفعة واحدة، فقرّر في كل طلب على حدة.
bundle-elsewhere = هذه الطلبات في رسالة أخرى هنا.
bundle-button-approve = ✅ موافقة على الكل ({ $count })
bundle-button-deny = ❌ رفض الكل
bundle-button-split = 🔍 كلٌّ على حدة

### standing: approvals of later requests like one, in advance

standing-days =
    { $count ->
        [zero] 0 يوم
        [one] يوم واحد
        [two] يومان
        [few] { $count } أيام
        [many] { $count } يومًا
       *[other] { $count } يوم
    }
standing-hours = { $count } س
standing-minutes = { $count } د
standing-seconds = { $count } ث
standing-button-session = ✅⏱ موافقة لمدة { $time } في هذه الجلسة
standing-button-job = ✅⏱ موافقة لمدة { $time } في هذه المهمة
standing-button-project = ✅⏱ موافقة لمدة { $time } في هذا المشروع
# What the third button does. { $action } is a pattern, or "the same action".
standing-offer-session = ⏱ الزر الثالث يوافق أيضًا، لمدة { $time }، على طلبات لاحقة من هذه الجلسة لأجل { $action } بالنطاق والسياق نفسيهما
standing-offer-job = ⏱ الزر الثالث يوافق أيضًا، لمدة { $time }، على طلبات لاحقة من هذه المهمة لأجل { $action } بالنطاق والسياق نفسيهما
standing-offer-project = ⏱ الزر الثالث يوافق أيضًا، لمدة { $time }، على طلبات لاحقة من هذا المشروع لأجل { $action } بالنطاق والسياق نفسيهما
standing-same = الإجراء نفسه
standing-given-session = ⏱ وافق { $who } أيضًا على طلبات لاحقة من هذه الجلسة لأجل { $action } حتى { $until } (/standing)
standing-given-job = ⏱ وافق { $who } أيضًا على طلبات لاحقة من هذه المهمة لأجل { $action } حتى { $until } (/standing)
standing-given-project = ⏱ وافق { $who } أيضًا على طلبات لاحقة من هذا المشروع لأجل { $action } حتى { $until } (/standing)
standing-approved =
    ✅ { BOLD("موافقة مسبقة") } من { $who }، { $at }
    السبب: { $reason }
standing-stop = ⏹ إنهاء الموافقة المسبقة على مثله
standing-given = ✅⏱ تمت الموافقة، وعلى ما يماثله لاحقًا أيضًا. يوقف /standing ذلك.
standing-stopped = ⏹ أُوقفت. الطلبات اللاحقة المماثلة تنتظر قرارًا من جديد.
standing-over = انتهت من قبل. الطلبات اللاحقة المماثلة تنتظر قرارًا.
standing-forbidden = لا يوقفها إلا من منحها ومن يحق لهم القرار في مثل هذه الطلبات. لم يتغيّر شيء.
standing-none = لا موافقات مسبقة.
standing-title = ⏱ الموافقات المسبقة
# { $action } is an action or a pattern, { $within } an id.
standing-item-session =
    { $action } · { $scope } · { $project } · الجلسة { $within }
    { $who } حتى { $until } · { $count ->
        [zero] لم تُستخدم بعد
        [one] استُخدمت مرة
        [two] استُخدمت مرتين
        [few] استُخدمت { $count } مرات
        [many] استُخدمت { $count } مرة
       *[other] استُخدمت { $count } مرة
    }
standing-item-job =
    { $action } · { $scope } · { $project } · المهمة { $within }
    { $who } حتى { $until } · { $count ->
        [zero] لم تُستخدم بعد
        [one] استُخدمت مرة
        [two] استُخدمت مرتين
        [few] استُخدمت { $count } مرات
        [many] استُخدمت { $count } مرة
       *[other] استُخدمت { $count } مرة
    }
standing-item-project =
    { $action } · { $scope } · { $project } · المشروع كله
    { $who } حتى { $until } · { $count ->
        [zero] لم تُستخدم بعد
        [one] استُخدمت مرة
        [two] استُخدمت مرتين
        [few] استُخدمت { $count } مرات
        [many] استُخدمت { $count } مرة
       *[other] استُخدمت { $count } مرة
    }
standing-how = يوقف ⏹ واحدة منها فورًا: الطلبات اللاحقة المماثلة تنتظر قرارًا من جديد.

### tail: a job's log in one message

tail-title = 📜 سجل المهمة { CODE($job) }
tail-titled = 📜 السجل: { $title } · { CODE($job) }
tail-waiting = ⏳ لا أسطر بعد · منذ { $since }
tail-live = 🟢 مباشر منذ { $since } · { $count }
tail-paused = ⏸️ متوقف مؤقتًا منذ { $since } · { $count }
tail-complete = 🏁 اكتمل في { $since } · { $count }
tail-complete-empty = 🏁 كامل: السجل فارغ
tail-stopped = ⏹️ أُوقف في { $since } · { $count }
tail-expired = ⏹️ انتهى بعد 12 ساعة. أرسل /tail للمتابعة.
tail-revoked = ⏹️ انتهى: لم يعد مسموحًا عرض هذا السجل هنا.
tail-button-pause = ⏸️ إيقاف مؤقت
tail-button-resume = ▶️ متابعة
tail-button-full = 📄 السجل الكامل
tail-button-short = 🕗 أوقات مختصرة
tail-button-long = 🕗 أوقات كاملة
tail-cut = أحدث { $shown } من { $all } من الأسطر
tail-lines =
    { $all ->
        [zero] 0 سطر
        [one] سطر واحد
        [two] سطران
        [few] { $all } أسطر
        [many] { $all } سطرًا
       *[other] { $all } سطر
    }
log-file-whole = 📄 سجل المهمة { CODE($job) } · { $size }
log-file-cut =
    📄 سجل المهمة { CODE($job) } · { $size }
    الجزء الأحدث فقط: لا يقبل تيليجرام مني ملفًا أكبر.
log-file-none = 📄 لا يوجد سجل للمهمة { CODE($job) } يمكنني عرضه هنا.
log-file-failed = ⚠️ تعذّر عليّ إرسال سجل المهمة { CODE($job) } كملف. حاول مجددًا لاحقًا.

### command: what the bot answers to commands (keys command-*, reply-*)

command-approvals = الطلبات التي تنتظر قرارًا
command-approvals-usage = /approvals
command-approve = الموافقة على طلب
command-approve-usage = /approve <id> [ملاحظة]
command-approve-example = /approve 4f1c يبدو جيدًا
command-deny = رفض طلب
command-deny-usage = /deny <id> [سبب]
command-deny-example = /deny 4f1c ليس قبل الإصدار
command-standing = الموافقات المسبقة وإيقافها
command-standing-usage = /standing
command-jobs = ما يعمل الآن وما انتهى أخيرًا
command-jobs-usage = /jobs
command-job = مهمة واحدة بالتفصيل
command-job-usage = /job [id]
command-sessions = الجلسات وما يعمل فيها
command-sessions-usage = /sessions
command-why = ما الذي أتى برسالة إلى هنا: أرسله ردًّا عليها
command-why-usage = /why
command-history = أحدث أحداث مشروع أو مهمة
command-history-usage = /history [project|job] [1-30]
command-tail = متابعة سجل مهمة مباشرة
command-tail-usage = /tail [session|job] [id] [1-200] [short]
command-stop = إيقاف السجلات المباشرة في هذه المحادثة
command-stop-usage = /stop [job id]
command-level = مقدار ما أنشره هنا
command-level-usage = /level [all|results|errors|approvals|off]
    .topic = /level [all|results|errors|approvals|off|group]
command-cards = كيف أعرض المهام الجارية هنا
command-cards-usage = /cards [on|off]
    .topic = /cards [on|off|group]
command-mute = الهدوء هنا لبعض الوقت، أو عن مهمة واحدة
command-mute-usage = /mute <30m|2h|until 08:00> [job], /mute <job>
command-unmute = النشر هنا، أو عن مهمة، من جديد
command-unmute-usage = /unmute [job]
command-quiet = ساعات لا أزعج فيها هذه المحادثة
command-quiet-usage = /quiet <22:00-07:00|off> [المنطقة الزمنية]
command-subscribe = متابعة مشروع أو جلسة أو مهمة
command-subscribe-usage = /subscribe <project|session|job> <id>
command-unsubscribe = إنهاء متابعة مشروع أو جلسة أو مهمة
command-unsubscribe-usage = /unsubscribe <project|session|job> <id>
command-subscriptions = ما تتابعه هذه المحادثة
command-subscriptions-usage = /subscriptions
command-language = لغة هذه المحادثة
command-language-usage = /language [رمز]
command-whoami = معرّف المستخدم لديك وأدوارك
command-whoami-usage = /whoami
command-help = كل الأوامر، أو واحد بالتفصيل
command-help-usage = /help [أمر]
command-start = تحية، وإعادة تشغيلي هنا
command-start-usage = /start [رمز]
command-invite = دعوة شخص برابط
command-invite-usage = /invite <viewer|approver|admin> [مشروع]
command-members = من يحق له ماذا، والدعوات المفتوحة
command-members-usage = /members
command-grant = منح شخص دورًا
command-grant-usage = /grant <Telegram id> <viewer|approver|admin> [مشروع] [as <user id>]
command-revoke = سحب أدوار من شخص
command-revoke-usage = /revoke <Telegram id> [viewer|approver|admin] [مشروع]
command-dlq = رسائل تعذّرت معالجتها
command-dlq-usage = /dlq [retry|drop <id|all>]
command-health = هل كل شيء يعمل؟
command-health-usage = /health [seen]

reply-usage =
    طريقة الاستخدام: { $usage }
    مثال: { $example }
reply-ago = قبل { $duration }
# What was wrong with the arguments of a command.
reply-surplus = { $given } كلمة زائدة.
reply-no-word = لا أفهم { $given } هنا.
reply-missing-id = المعرّف ناقص.
reply-missing-project = المشروع ناقص: تمنح الأدوار في المشاريع التي أنت مشرفها.
reply-id-too-long = هذا المعرّف أطول من اللازم. أقصى عدد للأحرف { $most }.
reply-no-kind = لا يمكن متابعة { $given }. اختر مشروعًا أو جلسة أو مهمة (project, session, job).
reply-missing-kind = ماذا تقصد؟ مشروعًا أو جلسة أو مهمة (project, session, job).
reply-no-level = لا يوجد مستوى { $given }.
reply-no-role-called = لا يوجد دور { $given }. اختر viewer أو approver أو admin.
reply-missing-role = الدور ناقص: viewer أو approver أو admin.
reply-no-user-id = ليس { $given } معرّف مستخدم في تيليجرام. المعرّف رقم، ويُظهر /whoami لكل شخص معرّفه.
reply-missing-user-id = معرّف المستخدم في تيليجرام ناقص. المعرّف رقم، ويُظهر /whoami لكل شخص معرّفه.
reply-no-lines = ليس { $given } عددًا للأسطر بين 1 و{ $most }.
reply-no-command = لا يوجد أمر { $given }. يعرض /help كل الأوامر.
reply-unknown-command = لا أعرف هذا الأمر. يعرض /help كل الأوامر.
reply-plain-words = لا أفهم إلا الأوامر: يعرض /jobs ما يعمل الآن، ويعرض /approvals ما ينتظر قرارًا. يعرض /help كل الأوامر.
reply-stale = كنت غائبًا حين كتبت هذا، فلم أفعل شيئًا. أرسله من جديد.
reply-more-in-private = قد أستطيع أن أعرض لك المزيد في محادثتنا الخاصة: { $link }
reply-only-in-private = أجيب عن هذا في محادثتنا الخاصة: { $link }
reply-hidden-admin = تكتب باسم المجموعة، فلا أعرف من أنت. عطّل «البقاء مجهولًا» في صلاحياتك مشرفًا، أو اكتب لي في محادثة خاصة: { $link }
reply-as-channel = تكتب باسم قناة، فلا أعرف من أنت. اكتب باسمك، أو لي في محادثة خاصة: { $link }
reply-channel = لا أعمل في القنوات. أضفني إلى مجموعة، أو اكتب لي في محادثة خاصة: { $link }
reply-failed = حدث خطأ من جهتي. حاول مرة أخرى.
reply-several = عدة معرّفات تبدأ هكذا: { $ids } · و{ $more } أخرى
reply-more = … و{ $count } أخرى

reply-start-greeting = 👋 مرحبًا { $name }، أنا jobwire. أنشر ما تفعله مهامك وأسألك حين تحتاج إلى قرار.
reply-start-change-private = يحدّد /level مقدار ما أنشره، ويحدّد /subscribe و /unsubscribe عمّ أنشر. يعرض /help كل ما عدا ذلك.
reply-start-change-group = اختر ما أنشره هنا بالأمر /subscribe، مثل /subscribe project acme/web. يحدّد /level المقدار، ويعرض /help كل ما عدا ذلك.
reply-hello =
    👋 مرحبًا، أنا jobwire. أنشر ما تفعله المهام وأسأل حين تحتاج إلى قرار.
    لكل من له دور: اختر ما أنشره هنا بالأمر /subscribe.
reply-no-role =
    ليس لك دور هنا بعد، فلا يمكنني أن أعرض لك شيئًا. معرّف المستخدم لديك { $id }.
    اطلب من مشرف هذا البوت دعوة (/invite)، أو أن يرسل: { $grant }
reply-no-admin = لا مشرف هنا بعد. إذا كنت من يشغّل هذا البوت فافتح الرابط الذي طبعه عند بدئه. يصلح 10 دقائق، وكل بدء يطبع رابطًا جديدًا.
reply-invite-first-admin =
    🔑 أنت أول مشرف لهذا البوت.
    { $may }
    ادعُ الآخرين بالأمر /invite.
reply-invite-accepted =
    🔑 قبلت دعوة. أنت الآن: { $roles }
    { $may }
reply-invite-which = ما الذي يحق لمن تدعوه؟
reply-invite-meaning-viewer = مشاهد (viewer): يرى ما تفعله المهام
reply-invite-meaning-approver = موافِق (approver): يقرّر أيضًا في الطلبات
reply-invite-meaning-admin = مشرف (admin): كل شيء، ودعوة الآخرين أيضًا
reply-invite-where =
    إلى أي مشروع الدعوة؟ الدور: { $role }
    لا يمكنك الدعوة إلا إلى: { $where }
reply-invite-all = كل المشاريع
reply-invite-made =
    ✉️ دعوة: { $role }
    أرسل هذا الرابط إلى شخص واحد. من يفتحه أولًا يحصل على الدور. يعمل مرة واحدة خلال { $hours } س: حتى { $until }.
    { $link }
    أو الرمز وحده، ليُرسل إليّ بعد /start:
    { $code }
reply-invite-revoke = ✖️ سحب الدعوة
reply-invite-revoked = ✖️ سُحبت هذه الدعوة: { $role }
reply-members = 👥 الأشخاص: { $people } · الدعوات المفتوحة: { $invitations }
reply-member = { $name } · { $id } · { $roles } · { $more } · { $setting }
reply-member-invitation = { $at }. ✉️ { $role } · من { $by } · حتى { $until }
reply-members-how = يسحب ✖️ دعوة.
reply-invite-held = لديك من قبل: { $roles }. لا تمنحك الدعوة شيئًا جديدًا، ولم تُستهلَك.
reply-invite-invalid = هذه الدعوة غير صالحة، أو لم تعد صالحة. اطلب دعوة جديدة ممن أرسلها.
reply-invite-throttled = دعوات غير صالحة كثيرة. يمكنك المحاولة من جديد بعد { $count } د.
reply-invite-taken = 🔑 قبِل { $who } ({ $id }) دعوتك: { $role }

reply-gets = تتابع هذه المحادثة:
    .topic = يتابع هذا الموضوع:
reply-nothing-subscribed = لا تتابع هذه المحادثة شيئًا بعد.
    .topic = لا يتابع هذا الموضوع شيئًا بعد.
reply-subscription-everything = • كل شيء
reply-subscription-everything-in = • كل شيء في { $projects } · +{ $more }
reply-subscription-project = • المشروع { $id }
reply-subscription-session = • الجلسة { $id }
reply-subscription-job = • المهمة { $id }
reply-subscribed =
    ✅ تتابع هذه المحادثة الآن:
    { $what }
    .topic =
        ✅ يتابع هذا الموضوع الآن:
        { $what }
reply-subscribed-ahead =
    ✅ تتابع هذه المحادثة الآن:
    { $what }
    لا شيء منه بعد. سأنشر حالما يصل شيء.
    .topic =
        ✅ يتابع هذا الموضوع الآن:
        { $what }
        لا شيء منه بعد. سأنشر حالما يصل شيء.
reply-unsubscribed =
    ✅ لم تعد هذه المحادثة تتابع:
    { $what }
    .topic =
        ✅ لم يعد هذا الموضوع يتابع:
        { $what }
reply-narrow =
    تتابع هذه المحادثة:
    { $now }
    ومن ذلك { $id }. أتريد { $id } فقط، أم كل شيء كما هو الآن؟
    .topic =
        يتابع هذا الموضوع:
        { $now }
        ومن ذلك { $id }. أتريد { $id } فقط، أم كل شيء كما هو الآن؟
reply-narrow-only = { $id } فقط
reply-narrow-keep = كل شيء كما هو الآن
reply-narrow-by-hand =
    تتابع هذه المحادثة:
    { $now }
    ومن ذلك { $id }. لم يتغيّر شيء. لمتابعة { $id } فقط، أنهِ الباقي أولًا بالأمر /unsubscribe.
    .topic =
        يتابع هذا الموضوع:
        { $now }
        ومن ذلك { $id }. لم يتغيّر شيء. لمتابعة { $id } فقط، أنهِ الباقي أولًا بالأمر /unsubscribe.
reply-narrowed =
    ✅ لا تتابع هذه المحادثة الآن إلا:
    { $what }
    .topic =
        ✅ لا يتابع هذا الموضوع الآن إلا:
        { $what }
reply-not-narrowed =
    لم يتغيّر شيء. تتابع هذه المحادثة:
    { $now }
    .topic =
        لم يتغيّر شيء. يتابع هذا الموضوع:
        { $now }
reply-still-followed =
    ما زال يصل ضمن:
    { $rest }
reply-subscribe-which = لم أرَ شيئًا باسم { $id } بعد، لكن هذه تبدأ مثله. أيها تقصد؟
reply-as-typed = { $id } كما كُتب
reply-topics-follow = تتبع ذلك المواضيع التي لم تضبطه بنفسها.
reply-group-word = المجموعة
reply-group-button = ↩️ كما في المجموعة
reply-group-not-followed = لهذا الموضوع إعدادات خاصة به.
reply-group-followed = ↩️ صار هذا في الموضوع كما في المجموعة.
reply-changed-by = غيّره { $who }
reply-change-forbidden = لا يغيّر ما أنشره هنا إلا موافِق أو مشرف لكل ما يعنيه ذلك. لم يتغيّر شيء.
reply-not-subscribed = لا تتابع هذه المحادثة ذلك. يعرض /subscriptions ما تتابعه.
    .topic = لا يتابع هذا الموضوع ذلك. يعرض /subscriptions ما يتابعه.
reply-no-project = لا يوجد مشروع { $id }.

reply-level-is = أنشر هنا: { $level }
reply-level-set = ✅ أنشر هنا الآن: { $level }
reply-level-all = الكل
reply-level-results = النتائج
reply-level-errors = الأخطاء
reply-level-approvals = الموافقات
reply-level-off = إيقاف
reply-level-all-posts = كل شيء
reply-level-results-posts = البدايات والنتائج وحالات الفشل والطلبات
reply-level-errors-posts = حالات الفشل والطلبات
reply-level-approvals-posts = الطلبات وما آلت إليه
reply-level-off-posts = لا شيء
reply-level-all-meaning = • الكل (all): كل ما تتابعه هذه المحادثة
    .topic = • الكل (all): كل ما يتابعه هذا الموضوع
reply-level-results-meaning = • النتائج (results): ما بدأ وما آل إليه والطلبات، دون الخطوات بينها
reply-level-errors-meaning = • الأخطاء (errors): حالات الفشل وطلبات الموافقة
reply-level-approvals-meaning = • الموافقات (approvals): طلبات الموافقة وما آلت إليه
reply-level-off-meaning = • إيقاف (off): لا شيء
reply-no-cards = اختر تشغيل (on) أو إيقاف (off)، لا { $given }.
reply-cards-word-on = تشغيل
reply-cards-word-off = إيقاف
reply-cards-now = أعرض المهام الجارية { $cards }.
reply-cards-set = ✅ أعرض المهام الجارية الآن { $cards }.
reply-cards-on = في بطاقات مباشرة
reply-cards-off = في موجزات

reply-mute-how-long = كم تريدني أن أهدأ هنا؟ تصل الطلبات رغم ذلك، ويأتي كل ما عداها في ملخص بعد ذلك. مهمة واحدة: /mute <job>
reply-mute-30m = 30 د
reply-mute-2h = 2 س
reply-mute-8h = 8 س
reply-mute-until0800 = حتى 08:00
reply-mute-word-until = حتى
reply-mute-job = 🔕 { $job }
reply-no-mute-time = لا أفهم { $given } وقتًا. من الممكن 30m أو 2h أو 1d أو until 08:00.
reply-mute-too-long = { $given } أطول من اللازم، والحد الأقصى 30d. ينهي /level off كل شيء هنا.
reply-muted = 🔕 هدوء حتى { $at }. تصل الطلبات رغم ذلك، ويأتي كل ما عداها في ملخص بعد ذلك.
reply-muted-now = 🔕 مكتوم حتى { $at }، وتصل الطلبات رغم ذلك
reply-unmute-button = 🔔 تراجع
reply-unmuted = 🔔 عدت أنشر هنا. وإن وصل شيء آخر في الأثناء فسيأتي في ملخص واحد.
reply-not-muted = لست مكتومًا هنا.
reply-mute-which = لم أرَ مهمة باسم { $id } بعد، لكن هذه تبدأ مثلها. أيها تقصد؟
reply-job-muted = 🔕 المهمة { $job } مكتومة حتى تنتهي. تصل طلباتها ونتيجتها رغم ذلك.
reply-job-muted-until = 🔕 المهمة { $job } مكتومة حتى { $at }. تصل طلباتها ونتيجتها رغم ذلك.
reply-job-muted-ahead = 🔕 لم أرَ مهمة باسم { $job } بعد. حين تأتي تُكتم حتى تنتهي، وتصل طلباتها ونتيجتها رغم ذلك.
reply-job-muted-ahead-until = 🔕 لم أرَ مهمة باسم { $job } بعد. حين تأتي تُكتم حتى { $at }، وتصل طلباتها ونتيجتها رغم ذلك.
reply-job-unmuted = 🔔 عدت أنشر عن المهمة { $job }.
reply-job-not-muted = المهمة { $job } ليست مكتومة هنا.
reply-muted-jobs = 🔕 المهام المكتومة: { $jobs }
reply-muted-job = { $job } حتى { $at }

reply-quiet-hours = { $times } ({ $zone })
reply-quiet-is = 🌙 ساعات الهدوء: { $hours } · الآن حتى { $at }
reply-quiet-none = 🌙 لا ساعات هدوء هنا.
reply-quiet-how = في ساعات الهدوء تصل الطلبات بلا صوت، ويأتي كل ما عداها في ملخص بعد ذلك. لساعات أخرى: /quiet 23:00-06:30 Europe/Berlin
reply-quiet-set = 🌙 ساعات الهدوء: { $hours }. تصل الطلبات بلا صوت، ويأتي كل ما عداها في ملخص بعد ذلك.
reply-quiet-ended = 🔔 لم تعد هناك ساعات هدوء.
reply-quiet-off = إيقاف
reply-zone-guessed = اعتبرت الأوقات بتوقيت UTC. حدّد توقيتك مرة واحدة: /quiet Europe/Berlin
reply-zone-set = ✅ الأوقات هنا بتوقيت { $zone }.
reply-zone-understood = فهمت { $given } على أنها { $zone }.
reply-no-zone = لا أعرف منطقة زمنية { $given }. أسماؤها مثل Europe/Berlin أو America/New_York.
reply-no-times = لا أفهم { $given } ساعات. تُكتب مثل 22:00-07:00.
reply-times-equal = { $given }: البداية والنهاية في الوقت نفسه. ينهي /level off كل شيء هنا.

reply-language-now = لغة هذه المحادثة: { $language }
reply-language-set = ✅ أكتب هنا الآن بهذه اللغة: { $language }
reply-no-language =
    لا توجد لغة { $given }.
    المتاح: { $locales }

reply-no-approvals = لا شيء ينتظر قرارًا.
reply-approvals-yours = تنتظرك
reply-approvals-others = تنتظر غيرك
reply-approvals-done = لم تعد تنتظرك
reply-approval =
    { $action } · { $scope } · { $project } · { $title }
    ⏳ بقي { $left } ({ $expires }) · طُلب { $ago } · من { $who } · الموافقات { $given } من { $required } · { $reason } · { $open } · المعرّف { $id }
    «{ $why }»
reply-approval-unseen = 🔍 غير معروض هنا كاملًا: افتحه أولًا
reply-approvals-how = قرّر بأزرار الطلب، أو بالأمر /approve أو /deny مع بداية معرّفه.
reply-approvals-pick = يحدّد ☐ عدة طلبات لتقرّر فيها معًا، ويفتح 🔍 طلبًا كاملًا. أو استخدم /approve أو /deny مع بداية المعرّف.
reply-approvals-approve = ✅ موافقة على المحدّد ({ $count })
reply-approvals-deny = ❌ رفض المحدّد ({ $count })
reply-which-request = عدة طلبات تطابق { $id }.
reply-which-open = أيها تقصد؟ يعرض 🔍 الطلب كاملًا، ثم قرّر.
reply-which-settled = تقرّر سابقًا
reply-no-approval = ليس لدي طلب { $id }. يعرض /approvals الطلبات المفتوحة.
reply-not-seen = 🔍 لم يُحسب: لم تعرض هذه المحادثة الطلب كاملًا كما هو الآن. سأنشره هنا كاملًا؛ اقرأه ثم قرّر.
reply-approved = ✅ وافقت على: { $action }
reply-denied = ❌ رفضت: { $action }
reply-reason-words = أحتاج إلى جوابك كلامًا، فلم يتغيّر شيء. أرسل ردّك مرة أخرى.
reply-anonymous = تكتب مجهول الاسم، فلا أعرف من يقرّر. لم يتغيّر شيء. اضغط زرًّا، أو ردّ باسمك.
reply-choice =
    💬 ردّك لا يقرّر شيئًا بعد: { $action }
    ماذا أفعل به؟
reply-choice-deny = ❌ رفض، وهذا هو السبب
reply-choice-comment = 💬 تعليق فقط
reply-commented = 💬 حُفظ تعليقًا وأُرسل إلى المهمة: { $action }

reply-no-jobs = لا مهام بعد.
reply-no-job = لا توجد مهمة { $id }.
reply-no-session = لا توجد جلسة { $id }.
reply-no-tail = لا سجل مباشر هنا.
reply-tails-full = السجلات المباشرة كثيرة الآن. حاول لاحقًا.
reply-stop-forbidden = فتح آخرون هذه السجلات. يمكنهم هم أو موافِق إيقافها.
reply-tail-stopped = ⏹️ أُوقف: { $jobs }

reply-role-viewer = مشاهد (viewer)
reply-role-approver = موافِق (approver)
reply-role-admin = مشرف (admin)
reply-role-none = بلا دور
reply-role-everywhere = { $role } لكل المشاريع
reply-role-project = { $role } للمشروع { $project }
reply-whoami =
    أنت { $name }، معرّف المستخدم { $id }.
    الأدوار: { $roles }
    معروف أيضًا باسم: { $known }
reply-may-viewer = يحق الاطّلاع: { $where }
reply-may-approver = يحق الاطّلاع والقرار في الطلبات: { $where }
reply-may-admin = يحق كل شيء والاطّلاع على الأحداث الداخلية: { $where }
reply-may-everywhere = كل المشاريع
reply-granted =
    ✅ أدوار { $id } الآن: { $roles }
    من قبل: { $before }
    { $may }
    معروف باسم: { $known }
reply-granted-you =
    🔑 منحك { $by } دورًا. أنت الآن: { $roles }
    { $may }
    { $start }
    يعرض /help ما يمكنني فعله لك.
reply-granted-start = أرسل /start لأنشر هنا ما تفعله المهام.
reply-granted-already = لدى { $id } هذا الدور من قبل: { $role }. لم يتغيّر شيء.
reply-grant-as-forbidden = لا يحدّد هوية شخص في أنظمة أخرى إلا مشرف كل المشاريع. لم يتغيّر شيء.
reply-grant-which-role = أي دور تمنح { $id }؟
reply-grant-which-project = لأي مشروع؟ { $id }: { $role }
reply-revoke-which = ماذا يُسحب من { $id }؟ الآن: { $roles }
reply-revoke-all = ✖️ كل الأدوار
reply-revoke-last = ⚠️ أنت المشرف الوحيد. بلا مشرف لا يمكن لأحد أن يمنح أدوارًا حتى يُعاد تشغيل jobwire ويطبع رابطًا جديدًا.
reply-revoke-anyway = ✖️ التخلي عنه رغم ذلك
reply-revoked =
    ✅ سُحب من { $id }: { $taken }
    ✅ لدى { $id } الآن: { $roles }
    { $stays }
    رموز الوصول المسحوبة: { $tokens }
    الأصوات المسحوبة: { $votes }
    الدعوات المسحوبة: { $invitations }
reply-revoked-you =
    سحب { $by } منك دورًا: { $taken }
    لديك الآن: { $roles }
    { $may }
reply-revoked-settings = { $id } مشرف بحسب الإعداد ADMIN_USER_IDS ويبقى كذلك حتى يُغيَّر في ملف الإعدادات .env أو في البيئة ويُعاد تشغيل jobwire.
reply-role-not-held =
    ليس لدى { $id } هذا الدور: { $role }
    لدى { $id }: { $roles }
reply-no-member = ليس لدى { $id } دور.

reply-letters =
    { $count ->
        [zero] تعذّرت معالجة { $count } رسالة
        [one] تعذّرت معالجة رسالة واحدة
        [two] تعذّرت معالجة رسالتين
        [few] تعذّرت معالجة { $count } رسائل
        [many] تعذّرت معالجة { $count } رسالة
       *[other] تعذّرت معالجة { $count } رسالة
    }
reply-letter =
    { $id } · { $at } · { $source } · { $stage }
    { $reason }
    { $raw }
letter-stage-decoding = غير مقروءة
letter-stage-routing = لم تُوجَّه
letter-stage-following = لم يُكتب ملف
letter-stage-delivering = لم تُسلَّم
reply-letters-how = يحاول /dlq retry مع معرّف مرة أخرى، ويحذف /dlq drop مع معرّف، وكتابة all مكان المعرّف تعني كلها.
reply-no-letters = لا رسائل متعذّرة: عولج كل شيء.
reply-no-letter = لا توجد رسالة متعذّرة { $id }. يعرض /dlq أحدثها.
reply-letter-retried = ✅ نجحت { $id } هذه المرة، وهي الآن حدث.
reply-letter-routed = ✅ الرسالة { $id } في طريقها إلى المحادثات من جديد.
reply-letter-queued = ✅ ستُعاد محاولة { $id } بعد لحظة.
reply-letter-requeued = ✅ تنتظر { $id } محادثتها من جديد.
reply-letter-still-dead = ❌ ما زالت { $id } تفشل: { $reason }
reply-letter-dropped = 🗑️ حُذفت { $id }.
reply-letters-retried =
    ✅ { $count ->
        [zero] لم تنجح أي رسالة
        [one] نجحت رسالة واحدة
        [two] نجحت رسالتان
        [few] نجحت { $count } رسائل
        [many] نجحت { $count } رسالة
       *[other] نجحت { $count } رسالة
    } هذه المرة.
    ما زالت متعذّرة: { $left }
reply-letters-dropped =
    🗑️ { $count ->
        [zero] لم تُحذف أي رسالة
        [one] حُذفت رسالة واحدة
        [two] حُذفت رسالتان
        [few] حُذفت { $count } رسائل
        [many] حُذفت { $count } رسالة
       *[other] حُذفت { $count } رسالة
    }.
    ما زال باقيًا: { $left }

reply-health-fine = ✅ كل شيء يعمل
reply-health-noteworthy = ✅ كل شيء يعمل. يستحق النظر:
reply-health-failing = ❌ ليس كل شيء يعمل
reply-health-problem =
    ❌ { $part }
    { $what }
    منذ { $at }
    المدة { $for }
    ← { $advice }
reply-health-note =
    ⚠️ { $part }
    { $what }
    ← { $advice }
reply-health-letters =
    🗂️ { $count ->
        [zero] تعذّرت معالجة { $count } رسالة
        [one] تعذّرت معالجة رسالة واحدة
        [two] تعذّرت معالجة رسالتين
        [few] تعذّرت معالجة { $count } رسائل
        [many] تعذّرت معالجة { $count } رسالة
       *[other] تعذّرت معالجة { $count } رسالة
    }. انظر /dlq
reply-health-seen = ✅ عُلم. سأواصل المراقبة.
reply-health-nothing-to-see = لا شيء لتأكيده: في Redis ما ينبغي أن يكون.

health-part-routing = التوجيه
health-part-sending = الإرسال
health-part-storage = التخزين في Redis
health-part-disk = القرص
health-part-history = السجل الزمني
health-part-redis = Redis
health-part-telegram = Telegram
health-part-layout = بيانات إصدار أقدم
health-part-source = المصدر { $id }

health-routing-still = لا شيء يصل إلى المحادثات. أقدم حدث ينتظر منذ { $seconds } ث.
health-routing-still-advice = السبب في سجل البرنامج. إن دام ذلك 1 د أغلقت نفسي ليُعاد تشغيلي.
health-routing-behind = أنا متأخر { $seconds } ث، وألحق بالركب.
health-routing-behind-advice = يزول ذلك عادةً من تلقاء نفسه. إن لم يزل فتحقّق من حمل هذا الجهاز ومن Redis.
health-sending-not-taken = لم يقبل تيليجرام شيئًا من آخر الرسائل ({ $count }) منذ { $seconds } ث. لم يضع شيء، وكل شيء ينتظر.
health-sending-not-taken-advice = تحقّق من اتصال هذا الجهاز بتيليجرام.
health-sending-late =
    { $chats ->
        [zero] 0 محادثة لديها ما يُرسل
        [one] محادثة واحدة لديها ما يُرسل
        [two] محادثتان لديهما ما يُرسل
        [few] { $chats } محادثات لديها ما يُرسل
        [many] { $chats } محادثة لديها ما يُرسل
       *[other] { $chats } محادثة لديها ما يُرسل
    }، ولا أحد يرسله: التأخّر { $seconds } ث.
health-sending-late-advice = السبب في سجل البرنامج. إعادة التشغيل تفيد ولا تضيّع شيئًا.
health-put-aside =
    تعذّر إرساله حتى الآن: { $count }، في { $chats ->
        [zero] 0 محادثة
        [one] محادثة واحدة
        [two] محادثتين
        [few] { $chats } محادثات
        [many] { $chats } محادثة
       *[other] { $chats } محادثة
    }
    رسائل مصادر تعذّرت معالجتها حتى الآن: { $messages }
health-put-aside-advice = لا ينتظره شيء آخر، وأعيد المحاولة على فترات متزايدة. في سجل البرنامج ما هو ولماذا (delivery_put_aside).
health-source-aside =
    { $count ->
        [zero] تعذّرت قراءة { $count } دفق أو ملف من هذا المصدر
        [one] تعذّرت قراءة دفق أو ملف واحد من هذا المصدر
        [two] تعذّرت قراءة دفقين أو ملفين من هذا المصدر
        [few] تعذّرت قراءة { $count } دفقات أو ملفات من هذا المصدر
        [many] تعذّرت قراءة { $count } دفقًا أو ملفًا من هذا المصدر
       *[other] تعذّرت قراءة { $count } دفق أو ملف من هذا المصدر
    }، والبقية مستمرة.
health-source-aside-advice = في سجل البرنامج أيها ولماذا (stream_set_aside, run_file_unreadable). أعيد النظر على فترات متزايدة.
health-follower-aside =
    { $count ->
        [zero] تعذّرت كتابة { $count } حدث حتى الآن
        [one] تعذّرت كتابة حدث واحد حتى الآن
        [two] تعذّرت كتابة حدثين حتى الآن
        [few] تعذّرت كتابة { $count } أحداث حتى الآن
        [many] تعذّرت كتابة { $count } حدثًا حتى الآن
       *[other] تعذّرت كتابة { $count } حدث حتى الآن
    }، والمهام الأخرى مستمرة.
health-follower-aside-advice = في سجل البرنامج أيها ولماذا (follower_failed). أعيد المحاولة على فترات متزايدة.
health-stored-unreadable =
    { $count ->
        [zero] تعذّرت قراءة { $count } قيمة مخزّنة
        [one] تعذّرت قراءة قيمة مخزّنة واحدة
        [two] تعذّرت قراءة قيمتين مخزّنتين
        [few] تعذّرت قراءة { $count } قيم مخزّنة
        [many] تعذّرت قراءة { $count } قيمة مخزّنة
       *[other] تعذّرت قراءة { $count } قيمة مخزّنة
    }، والبقية مستمرة.
health-stored-unreadable-advice = في سجل البرنامج أيها ولماذا (stored_unreadable). كتب في مفاتيح jobwire طرف آخر، أو إصدار آخر.
health-storage-silent = لا جواب منذ { $seconds } ث.
health-storage-silent-advice = تحقّق من Redis ومن الاتصال به.
health-storage-unknown = ليس لي حق INFO في Redis، فلا يمكنني مراقبة قرصه وذاكرته.
health-storage-unknown-advice = امنح مستخدمه +info.
health-storage-unwritable = لا يستطيع Redis كتابة ملفه. تُرفض الأحداث والقرارات الجديدة حتى يستطيع.
health-storage-unwritable-advice = أفرغ مساحة على قرصه أو أصلح الأذونات هناك، ثم يتابع من تلقاء نفسه.
health-storage-evicts = يحذف Redis بيانات حين تنفد الذاكرة (maxmemory-policy { $policy }): تضيع أحداث وقرارات.
health-storage-evicts-advice = اضبط maxmemory-policy noeviction.
health-storage-may-evict = قد يحذف Redis مفاتيح لها أجل حين تنفد الذاكرة (maxmemory-policy { $policy }): قد تأتي أحداث مرتين.
health-storage-may-evict-advice = اضبط maxmemory-policy noeviction.
health-storage-full = لم تبقَ لدى Redis ذاكرة، ولا يقبل كتابة أخرى.
health-storage-full-advice = ارفع maxmemory أو اخفض EVENT_RETENTION_DAYS.
health-storage-nearly-full = يستخدم Redis { $percent }% من ذاكرته.
health-storage-nearly-full-advice = ارفع maxmemory أو اخفض EVENT_RETENTION_DAYS.
health-storage-rewrite-failed = لم يستطع Redis تقصير ملفه، فهو يكبر.
health-storage-rewrite-failed-advice = انظر في سجله وقرصه.
health-storage-not-kept = لا يحتفظ Redis بملف إلحاق: حين يتوقف يضيع كل ما جاء بعد آخر لقطة.
health-storage-not-kept-advice = اضبط appendonly yes.
health-disk-unwritable = لا يمكن الكتابة في { $folder }: { $reason }
health-disk-unwritable-advice = أفرغ مساحة هناك أو أصلح الأذونات.
health-disk-low = لم يبقَ إلا { $megabytes } م.ب حيث يوجد { $folder }.
health-disk-low-advice = أفرغ مساحة قبل أن يمتلئ.
health-history-rolled-back =
    في Redis حالة أقدم من ذي قبل: استُعيدت نسخة احتياطية، أو حلّت نسخة مطابقة محله.
    ما جاء بعد { $since } ناقص.
    القرارات الضائعة: { $decisions }
health-history-rolled-back-advice = انظر في /approvals ثم أكّد بالأمر /health seen.

rollback-notice =
    ⏪ في Redis حالة أقدم من ذي قبل. قد تكون قرارات أُلغيت.
    ما جاء بعد { $at } ناقص.
    القرارات الضائعة: { $count }
rollback-notice-approved = ✅ { $id } · { $project } · تمت الموافقة { $at }
rollback-notice-denied = ❌ { $id } · { $project } · تم الرفض { $at }
rollback-notice-advice = انظر في /approvals ثم أكّد بالأمر /health seen.

### dashboard: the way from a chat to the dashboard

dashboard-open = ↗️ افتح
dashboard-menu = لوحة المتابعة
dashboard-where = 📊 تعرض لوحة المتابعة كل هذا أيضًا: { $address }

### tap: what the bot answers to taps on buttons (keys tap-*)

tap-received = وصل. جارٍ الحفظ …
tap-approved = ✅ تمت الموافقة
tap-denied = ❌ تم الرفض
tap-setting-gone = هذه الرسالة أقدم من أن تغيّر شيئًا. أرسل الأمر من جديد.
tap-saved = ✅ حُفظ
tap-kept = لم يتغيّر شيء.
tap-choose = اختر من فضلك.
tap-failed = حدث خطأ من جهتي. حاول مرة أخرى.
tap-voted-approve = 🗳️ حُسبت موافقتك: { $given } من { $needed }. لم يُتخذ قرار بعد.
tap-voted-deny = 🗳️ حُسب رفضك: { $given } من { $needed }. لم يُتخذ قرار بعد.
tap-voted-approve-again = 🗳️ موافقتك محسوبة من قبل: { $given } من { $needed }. القرار الآن لغيرك.
tap-voted-deny-again = 🗳️ رفضك محسوب من قبل: { $given } من { $needed }. القرار الآن لغيرك.
tap-question = ✍️ أجب عن سؤالي بالسبب. لم يُتخذ قرار بعد.
tap-question-note = ✍️ أجب عن سؤالي بالملاحظة. لم يُتخذ قرار بعد.
tap-reason-needed = يلزم هنا سبب، فلم يتغيّر شيء. أرسل /approve أو /deny مع المعرّف والسبب.
tap-commented = 💬 أُرسل تعليقًا. لا يقرّر شيئًا.
tap-invite-over = لم تعد هذه الدعوة مفتوحة.
tap-invite-revoked = ✅ سُحبت
tap-admin-only = لا يختار ذلك إلا مشرف. لم يتغيّر شيء.
tap-choice-foreign = لا يختار ذلك إلا من كتب الرد.
tap-choice-gone = هذا السؤال قديم جدًا. لم يتغيّر شيء. استخدم أزرار الطلب.
tap-choice-made = سبق أن اخترت، واختيارك قائم.
tap-picked =
    { $count ->
        [zero] لم تحدّد شيئًا
        [one] حدّدت طلبًا واحدًا
        [two] حدّدت طلبين
        [few] حدّدت { $count } طلبات
        [many] حدّدت { $count } طلبًا
       *[other] حدّدت { $count } طلب
    }
tap-bundle-approve = ✅ تمت الموافقة على { $count }
tap-bundle-deny = ❌ رُفض { $count }
tap-bundle-voted =
    🗳️ { $count ->
        [zero] صوتك في { $count } طلب ينتظر غيرك
        [one] صوتك في طلب واحد ينتظر غيرك
        [two] صوتك في طلبين ينتظران غيرك
        [few] صوتك في { $count } طلبات تنتظر غيرك
        [many] صوتك في { $count } طلبًا ينتظر غيرك
       *[other] صوتك في { $count } طلب ينتظر غيرك
    }
tap-bundle-forbidden-approve =
    { $count ->
        [zero] 0 طلب لا يحق لك أن توافق عليها
        [one] طلب واحد لا يحق لك أن توافق عليه
        [two] طلبان لا يحق لك أن توافق عليهما
        [few] { $count } طلبات لا يحق لك أن توافق عليها
        [many] { $count } طلبًا لا يحق لك أن توافق عليها
       *[other] { $count } طلب لا يحق لك أن توافق عليها
    }
tap-bundle-forbidden-deny =
    { $count ->
        [zero] 0 طلب لا يحق لك أن ترفضها
        [one] طلب واحد لا يحق لك أن ترفضه
        [two] طلبان لا يحق لك أن ترفضهما
        [few] { $count } طلبات لا يحق لك أن ترفضها
        [many] { $count } طلبًا لا يحق لك أن ترفضها
       *[other] { $count } طلب لا يحق لك أن ترفضها
    }
tap-bundle-reason =
    { $count ->
        [zero] 0 طلب يحتاج إلى سبب
        [one] طلب واحد يحتاج إلى سبب
        [two] طلبان يحتاجان إلى سبب
        [few] { $count } طلبات تحتاج إلى سبب
        [many] { $count } طلبًا يحتاج إلى سبب
       *[other] { $count } طلب يحتاج إلى سبب
    }: «كلٌّ على حدة»
tap-bundle-late =
    { $count ->
        [zero] 0 طلب تقرّر أو تغيّر من قبل
        [one] طلب واحد تقرّر أو تغيّر من قبل
        [two] طلبان تقرّرا أو تغيّرا من قبل
        [few] { $count } طلبات تقرّرت أو تغيّرت من قبل
        [many] { $count } طلبًا تقرّر أو تغيّر من قبل
       *[other] { $count } طلب تقرّر أو تغيّر من قبل
    }
tap-bundle-changed = تغيّرت هذه الطلبات. لم يُتخذ قرار، فانظر فيها كما هي الآن.
tap-bundle-done = لم يعد شيء ينتظر هنا.
tap-bundle-split = معروضة في الأسفل كلٌّ على حدة
tap-opened = فُتح في الأسفل
tap-none-approve = لم تحدّد شيئًا. اضغط الأرقام أولًا.
tap-none-deny = لم تحدّد شيئًا يمكن رفضه بلا سبب. اضغط الأرقام أولًا، وللرفض مع سبب استخدم زر الطلب نفسه.
tap-counted-approve = ✅ الموافقات المحسوبة: { $counted } من { $all }.
tap-counted-deny = ❌ حالات الرفض المحسوبة: { $counted } من { $all }.
tap-list-foreign = هذه القائمة لشخص آخر. أرسل /approvals لقائمتك.
tap-changed = تغيّر هذا الطلب. لم يُحسب شيء، فانظر أولًا في النسخة الجديدة.
tap-not-whole = لا تعرض هذه الرسالة الطلب كاملًا، فلا يمكن الموافقة عليه هنا. لم يتغيّر شيء.
tap-list-gone = هذه القائمة قديمة جدًا. أرسل /approvals لقائمة جديدة.
tap-unknown = لم يعد لدي هذا الطلب. لم يتغيّر شيء.
tap-channel = في القناة أنشر فقط. لهذا اكتب لي في محادثة خاصة.
tap-no-question = لا يمكنني أن أسألك عن كلامك في قناة. لم يتغيّر شيء. قرّر في محادثتنا الخاصة بالأمر /approvals.
tap-no-role = ليس لك دور هنا، فلم يتغيّر شيء. معرّف المستخدم لديك { $id }، فاطلب من مشرف هذا البوت دورًا.
tap-forbidden-role = يحق لك أن ترى هذا، ولا يقرّره إلا موافِق. لم يتغيّر شيء.
tap-forbidden-role-project = يحق لك أن ترى هذا، ولا يقرّره إلا موافِق للمشروع { $project }. لم يتغيّر شيء.
tap-forbidden-policy = لا يقرّر هذا إلا: { $who }. لم يتغيّر شيء.
tap-forbidden-nobody = وفق السياسة لا يحق لأحد أن يقرّر هذا. لم يتغيّر شيء.
tap-forbidden-self = أنت من طلب هذا، فيجب أن يوافق عليه غيرك. لم يتغيّر شيء.
tap-forbidden-ended = انتهت الجلسة أو المهمة، فلا طلبات لاحقة لموافقة مسبقة. لم يتغيّر شيء. وافق على هذا الطلب وحده.
tap-forbidden-standing = وفق السياسة يُوافق على هذا الطلب وحده، لا مع طلبات لاحقة مثله. لم يتغيّر شيء.
tap-already-approved-by =
    وافق { $who } على هذا { $at }، والقرار قائم.
    الملاحظة: { $reason }
tap-already-denied-by =
    رفض { $who } هذا { $at }، والقرار قائم.
    السبب: { $reason }
tap-already-approved = تمت الموافقة على هذا { $at }، والقرار قائم.
tap-already-denied = تم رفض هذا { $at }، والقرار قائم.
tap-already-approved-own = وافقت على هذا { $ago }.
tap-already-denied-own = رفضت هذا { $ago }.
tap-just-now = الآن
tap-ago = قبل { $duration }
tap-already-approved-elsewhere = وافق { $who } على هذا خارج jobwire، { $at } (بحسب { $source })، والقرار قائم.
tap-already-denied-elsewhere = رفض { $who } هذا خارج jobwire، { $at } (بحسب { $source })، والقرار قائم.
tap-already-approved-elsewhere-automatically = تمت الموافقة على هذا تلقائيًا خارج jobwire، { $at } (بحسب { $source })، والقرار قائم.
tap-already-denied-elsewhere-automatically = تم رفض هذا تلقائيًا خارج jobwire، { $at } (بحسب { $source })، والقرار قائم.
tap-already-approved-automatically = تمت الموافقة على هذا تلقائيًا { $at }، والقرار قائم.
tap-already-denied-automatically = تم رفض هذا تلقائيًا { $at }، والقرار قائم.
tap-already-expired = انتهت المهلة { $at } دون قرار. لم يعد القرار ممكنًا.
tap-already-ended = انتهت المهمة { $at }، فلم يعد هذا لازمًا. لم يعد القرار ممكنًا.
tap-already-canceled-by =
    سحب { $who } هذا { $at }. لم يعد القرار ممكنًا.
    السبب: { $reason }
tap-already-canceled =
    سُحب هذا { $at }. لم يعد القرار ممكنًا.
    السبب: { $reason }
