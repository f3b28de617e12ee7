"""The command line: parse, call, render. Nothing else lives here, and only here lives click."""
