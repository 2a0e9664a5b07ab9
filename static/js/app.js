// What every page needs; each module finds its own hooks and does nothing without them.
import "./colours.js";
import "./dialogs.js";
import "./events.js";
import "./filters.js";
import "./fresh.js";
import "./keys.js";
import "./seek.js";
import "./offline/stored.js";
import "./signing-out.js";
import "./small.js";
import "./toasts.js";
import "./undo.js";
