// What every page needs; each module finds its own hooks and does nothing without them.
import "./colours.js";
import "./dialogs.js";
import "./events.js";
import "./keys.js";
import "./small.js";
import "./toasts.js";
