"""What the gate announces, inside the transaction, whichever road was taken."""

from django.dispatch import Signal

# instance, digest: the surface with this digest is what readers see from this transaction on.
went_live = Signal()
# instance, submission: it was handed in and waits for people.
handed_in = Signal()
# instance, digest: the surface that readers saw is gone.
left = Signal()
# instance, decision, by: this takedown was found wrong on appeal, and readers see the words again.
overturned = Signal()
