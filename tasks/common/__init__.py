"""What every room uses and no subject owns: errors, text, numbers, form fields, rows, files, the XLSX writer."""
