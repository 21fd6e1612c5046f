"""Lists whoever follows, answers or adds to what an app below them in the stack does; settings name them by path."""

FOLLOWERS = [
    "kith.chronology.services.ChronologyFollower",
    "kith.priority.services.PriorityFollower",
    "kith.referrals.services.ReferralsFollower",
    "kith.support.services.SupportFollower",
    "kith.access.services.AccessFollower",
    "kith.panel.services.PanelFollower",
    "kith.support.services.InterventionFollower",
    "kith.work.services.WorkFollower",
    "kith.audit.services.AuditFollower",
    "kith.learning.services.ReleasesFollower",
    "kith.learning.services.BriefingFollower",
    "kith.subject_access.services.SubjectAccessFollower",
]
# Whoever tells staff what waits for them: access, below them in the stack, knows only their protocol.
TELLERS = ["kith.work.services.WorkTeller"]
# Whoever says beside the list how a child was already considered, and what may be asked: priority is below them.
LIST_NEIGHBOURS = ["kith.panel.selectors.PanelBesideList"]
# What teaches findings of audits, for the page from finding to practice (`learning.vocabulary.loop.Teaches`).
TEACHES = ["kith.learning.selectors.BriefingsTeach"]
# Whoever does their own part when a referral moves: referrals are below them.
REFERRAL_LISTENERS = ["kith.panel.services.PanelReferrals"]
# Whoever says what waits for somebody besides their tasks: work is below them.
WORK_SOURCES = [
    "kith.feeds.selectors.HeldRowsWaiting",
    "kith.linking.selectors.ReviewsWaiting",
    "kith.chronology.selectors.LateFilesWaiting",
    "kith.referrals.selectors.SentReferralsWaiting",
    "kith.panel.selectors.PanelWaiting",
    "kith.partnership.selectors.ProposalsWaiting",
    "kith.learning.selectors.BriefingsWaiting",
    "kith.learning.selectors.ReleasesWaiting",
]
