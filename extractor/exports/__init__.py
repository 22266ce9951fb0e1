"""What people take away: tables, workbooks, databases and pages, derived from a summary's model and a layout's data."""
