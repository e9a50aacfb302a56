"""Client: who they are, how they may be reached safely, who else looks after them. What is delicate is sealed."""

from datetime import date
from uuid import uuid4

from django.db import models
from django.db.models import Q

from clinic.people.choices import SafeChannel
from clinic.people.models.team import Team
from clinic.people.models.user import User
from clinic.sealing.field import SealedText


class Client(models.Model):
    """A person in care. Name, contact, reference and dates stand in clear and indexed; the rest is sealed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="clients")
    therapist = models.ForeignKey(User, on_delete=models.PROTECT, related_name="clients")
    name = models.CharField(max_length=120)
    called = models.CharField(max_length=60, blank=True)
    born_on = models.DateField()
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = SealedText(context="people.client.address")
    safe_channel = models.CharField(max_length=9, choices=SafeChannel.choices, default=SafeChannel.EMAIL)
    may_leave_voicemail = models.BooleanField(default=False)
    shares_device = models.BooleanField(default=False)
    contact_note = SealedText(context="people.client.contact_note")
    language = models.CharField(max_length=12, default="en")
    country = models.CharField(max_length=2)
    region = models.CharField(max_length=20, blank=True)
    time_zone = models.CharField(max_length=40)
    interpreter = models.CharField(max_length=60, blank=True)
    access_needs = SealedText(context="people.client.access_needs")
    emergency_name = SealedText(context="people.client.emergency_name")
    emergency_phone = SealedText(context="people.client.emergency_phone")
    emergency_relation = SealedText(context="people.client.emergency_relation")
    gender = SealedText(context="people.client.gender")
    ethnicity = SealedText(context="people.client.ethnicity")
    disability = SealedText(context="people.client.disability")
    religion = SealedText(context="people.client.religion")
    sexual_orientation = SealedText(context="people.client.sexual_orientation")
    account = models.OneToOneField(User, null=True, on_delete=models.PROTECT, related_name="client")
    hides_severity = models.BooleanField(default=False)  # their own wish: numbers without words such as "severe"
    is_made_up = models.BooleanField(default=False)  # a person of the demonstration
    made_up_from = models.CharField(max_length=60, blank=True)  # the published case they follow: C3, Barbara
    registered_at = models.DateTimeField()
    open_to_duty_since = models.DateTimeField(null=True)  # an alert is open, so the duty lead may see the contact

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(safe_channel__in=SafeChannel.values), name="client_channel_known"),
            models.CheckConstraint(condition=~Q(safe_channel="email") | ~Q(email=""), name="client_by_email_has_email"),
            models.CheckConstraint(condition=~Q(safe_channel="phone") | ~Q(phone=""), name="client_by_phone_has_phone"),
            models.CheckConstraint(
                condition=Q(made_up_from="") | Q(is_made_up=True), name="client_of_a_case_is_made_up"
            ),
        )
        indexes = (models.Index(fields=["therapist", "name"], name="client_of_therapist"),)

    def __str__(self) -> str:
        return self.reference

    @property
    def is_called(self) -> str:
        """What to call them."""
        return self.called or self.name

    def age_on(self, day: date) -> int:
        """Full years of age on a day."""
        return day.year - self.born_on.year - ((day.month, day.day) < (self.born_on.month, self.born_on.day))


class OtherClinician(models.Model):
    """The GP or another clinician of a client."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="other_clinicians")
    role = models.CharField(max_length=60)
    name = SealedText(context="people.otherclinician.name")
    place = SealedText(context="people.otherclinician.place")
    phone = SealedText(context="people.otherclinician.phone")
    place_in_list = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.role
