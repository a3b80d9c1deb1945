"""The door of maternity wards: HL7 v2 messages about who came, who went home and who was born, over MLLP."""
