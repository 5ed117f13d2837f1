"""Expected and installed to findings. Pure: values in, values out."""
