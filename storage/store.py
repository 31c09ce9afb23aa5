"""Everything the bloc remembers, table by table, over one connection."""

from storage.announcements import Announcements
from storage.answers import Answers
from storage.audit import Audit
from storage.blocs import Blocs
from storage.database import Connection
from storage.decisions import Decisions
from storage.dialogues import Dialogues
from storage.documents import Documents
from storage.due import DueTable
from storage.events import Events
from storage.evidence import EvidenceTable
from storage.explanations import Explanations
from storage.groups import Groups
from storage.invites import Invites
from storage.judgements import Judgements
from storage.meetings import Meetings
from storage.notes import Notes
from storage.notices import Notices
from storage.outbox import Outbox
from storage.owners import Owners
from storage.people import People
from storage.periods import Periods
from storage.publications import Publications
from storage.questions import Questions
from storage.rubrics import Rubrics
from storage.seats import Seats
from storage.sheets import Sheets
from storage.submissions import Submissions
from storage.units import Units


class Store:
    """One attribute for each table. The connection decides whether it writes in the present transaction or only reads."""

    def __init__(self, connection: Connection) -> None:
        self.announcements = Announcements(connection)
        self.answers = Answers(connection)
        self.audit = Audit(connection)
        self.blocs = Blocs(connection)
        self.decisions = Decisions(connection)
        self.dialogues = Dialogues(connection)
        self.documents = Documents(connection)
        self.due = DueTable(connection)
        self.events = Events(connection)
        self.evidence = EvidenceTable(connection)
        self.explanations = Explanations(connection)
        self.groups = Groups(connection)
        self.invites = Invites(connection)
        self.judgements = Judgements(connection)
        self.meetings = Meetings(connection)
        self.notes = Notes(connection)
        self.notices = Notices(connection)
        self.outbox = Outbox(connection)
        self.owners = Owners(connection)
        self.people = People(connection)
        self.periods = Periods(connection)
        self.publications = Publications(connection)
        self.questions = Questions(connection)
        self.rubrics = Rubrics(connection)
        self.seats = Seats(connection)
        self.sheets = Sheets(connection)
        self.submissions = Submissions(connection)
        self.units = Units(connection)
