"""How to ask each installer: its commands, its lines, its failures. Pure: values in, values out."""
