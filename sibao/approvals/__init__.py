"""会商审批: consultations, opinions, the second person, decision documents."""
