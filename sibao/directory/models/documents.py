"""The documents that rules come from."""

from django.db import models


class PolicyDocument(models.Model):
    """A document that rules cite (文件): every rule that ships names one and its article (R01)."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    number = models.CharField(max_length=60)
    issuer = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    role = models.CharField(max_length=20)
    signed_on = models.DateField(null=True)
    published_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "code"], name="policy_document_once")]
