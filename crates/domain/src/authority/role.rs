//! The roles and the actions.

use crate::text::named;

named!(
    /// What a person is to the system.
    Role, "public, firm, agency, officer, statistician, clerk, leader, administrator, auditor or operator" {
        /// Anyone on the public pages.
        Public "public" "người dân, báo chí" "the public";
        /// Someone of an enterprise or cooperative.
        Firm "firm" "doanh nghiệp, hợp tác xã" "firm or cooperative";
        /// An officer of another agency: answers what waits for it.
        Agency "agency" "cán bộ cơ quan phối hợp" "officer of another agency";
        /// An officer of the department in charge of sites, projects and obstacles.
        Officer "officer" "cán bộ chuyên môn của Sở" "officer of the department";
        /// Someone of the statistics room.
        Statistician "statistician" "cán bộ thống kê" "statistician";
        /// Someone at the one-stop shop.
        Clerk "clerk" "cán bộ một cửa" "one-stop clerk";
        /// A leader of the department or of the People's Committee.
        Leader "leader" "lãnh đạo" "leader";
        /// Keeps accounts and the system; reads nothing of its content that is not public.
        Administrator "administrator" "quản trị hệ thống" "administrator";
        /// Reads the journal and checks it; changes nothing.
        Auditor "auditor" "kiểm toán, thanh tra" "auditor";
        /// The person at the command line of the server, who holds the database anyway.
        Operator "operator" "người vận hành máy chủ" "operator of the server";
    }
);

named!(
    /// What a use case does. Each use case names exactly one.
    Action, "the code of an action, as take-returns" {
        /// Read what was published: releases, official figures, targets, the public facts of sites.
        ReadPublished "read-published" "xem số liệu đã công bố" "read what was published";
        /// Read returns and everything else that tells about single establishments.
        ReadMicrodata "read-microdata" "xem báo cáo của từng cơ sở" "read the returns of single establishments";
        /// Read what the office keeps of sites, projects and obstacles beside their public facts.
        ReadInternal "read-internal" "xem thông tin nội bộ" "read internal information";
        /// Read the journal.
        ReadJournal "read-journal" "xem nhật ký" "read the journal";
        /// Change the register of enterprises, establishments and products.
        ChangeRegister "change-register" "sửa danh bạ" "change the register";
        /// Change the registry of sites: licences, states, directives.
        ChangeSites "change-sites" "sửa sổ mỏ, nhà máy" "change the registry of sites";
        /// Send files in to be looked at; what may then be taken in is asked of each kind.
        TakeFiles "take-files" "nhận tệp" "take in files";
        /// Take in monthly returns.
        TakeReturns "take-returns" "nhận báo cáo tháng" "take in monthly returns";
        /// Watch over the collection of a month: remind, ask, accept, put a figure in place, make exceptions from the lock.
        ManageCollection "manage-collection" "điều hành thu báo cáo" "watch over the collection";
        /// Change baskets, collection days, filling methods.
        ChangeSettings "change-settings" "sửa thiết lập" "change settings";
        /// Change the rules that returns are checked by.
        ChangeRules "change-rules" "sửa quy tắc kiểm tra" "change the rules of checking";
        /// Accept a suspicion with its explanation.
        ExplainSuspicion "explain-suspicion" "giải trình nghi vấn" "explain a suspicion";
        /// Load figures of the statistics office, targets and prices.
        LoadOfficial "load-official" "nhập số liệu công bố" "load published figures";
        /// Compute an index that is not published.
        Compute "compute" "tính chỉ số" "compute an index";
        /// Publish a release; on the pages, propose one.
        Release "release" "công bố" "publish a release";
        /// Approve or refuse a release that somebody else proposes.
        ApproveRelease "approve-release" "duyệt công bố" "approve a release";
        /// Start a project, plan its steps, pause it, confirm what was reported of it.
        ManageProject "manage-project" "quản lý dự án" "manage a project";
        /// Report the progress of a project.
        ReportProgress "report-progress" "báo cáo tiến độ" "report progress";
        /// Say that a step which waits for the agency was begun or done.
        AnswerStep "answer-step" "trả lời bước thủ tục" "answer a step";
        /// Write down a visit: findings and their deadlines.
        Visit "visit" "ghi biên bản kiểm tra" "write down a visit";
        /// Raise an obstacle.
        RaiseObstacle "raise-obstacle" "nêu khó khăn, vướng mắc" "raise an obstacle";
        /// Assign an obstacle, escalate it, clear it, refuse it, open it again.
        HandleObstacle "handle-obstacle" "xử lý khó khăn, vướng mắc" "handle an obstacle";
        /// Answer an obstacle.
        AnswerObstacle "answer-obstacle" "trả lời khó khăn, vướng mắc" "answer an obstacle";
        /// Hold a dialogue: invitations, agenda, minutes, commitments.
        HoldDialogue "hold-dialogue" "tổ chức đối thoại" "hold a dialogue";
        /// Keep the recovery plan: measures, their leads and deadlines.
        KeepPlan "keep-plan" "theo dõi kế hoạch" "keep the plan";
        /// See the whole of the work: what is late, due, cleared, and what it is worth.
        Oversee "oversee" "xem trang điều hành" "see the overview of the work";
        /// Report what was done of a measure or commitment.
        ReportTask "report-task" "báo cáo nhiệm vụ" "report on a task";
        /// Send a reminder.
        Remind "remind" "đôn đốc" "send a reminder";
        /// Hand over the mail that waits, and note what came of it.
        SendMail "send-mail" "gửi thư chờ" "send the mail that waits";
        /// Change one's own password and second factor, end one's own sessions.
        OwnAccount "own-account" "sửa tài khoản của mình" "change one's own account";
        /// Open, change and close accounts.
        ManageAccounts "manage-accounts" "quản lý tài khoản" "manage accounts";
        /// Check the journal and the rows it vouches for.
        VerifyJournal "verify-journal" "đối chiếu nhật ký" "verify the journal";
        /// Take everything out into a backup, and put one back.
        BackUp "back-up" "sao lưu và khôi phục" "back up and restore";
    }
);
