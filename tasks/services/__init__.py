"""Everything that writes: keyword-only functions, one transaction each, named <entity>_<action>."""
