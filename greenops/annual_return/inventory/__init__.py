"""The greenhouse gas inventory and the environmental figures of a year, pure: values in, values out."""
