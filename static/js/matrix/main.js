// The matrix: arrow keys walk it, a number opens its quotes beside it, and the table can be copied.
import "./walk.js";
import "./panel.js";
import "./copy.js";
