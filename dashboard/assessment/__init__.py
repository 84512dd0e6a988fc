"""考核 as pages, workbooks and JSON: what an address asks for, what it says, and what the office enters."""
