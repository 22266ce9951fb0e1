"""Gold of Party reviews: checked, counted, brought up to date, carried to Label Studio and back."""
