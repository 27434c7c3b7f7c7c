"""What the help of the command line says of an option, written beside the option's type."""


class Help(str):
    """The help line of an option, in Annotated[type, Help("...")]."""
