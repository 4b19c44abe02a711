"""What commands on deletions are given."""

from sibao.prevention.inputs.words import Id, Input


class OneDeletion(Input):
    """出具删除证明: of which deletion."""

    deletion_id: Id
