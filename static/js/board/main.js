// The theme board: what the server renders works without any of this; these modules add drag, keys and live columns.
import "./company.js";
import "./dialogs.js";
import "./drag.js";
import "./fold.js";
import "./keys.js";
import "./refresh.js";
import "./select.js";
import "./send.js";
