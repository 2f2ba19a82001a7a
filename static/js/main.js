import "./elements/error-summary.js";
import "./elements/submit-once.js";
