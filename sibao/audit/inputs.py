"""What commands of the record are given."""

from pydantic import BaseModel, ConfigDict


class OneCheckpoint(BaseModel):
    """One checkpoint."""

    model_config = ConfigDict(extra="forbid")

    checkpoint_id: int
