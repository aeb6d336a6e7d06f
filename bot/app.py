"""Start and stop order: settings, store, model, dispatcher, platforms."""
