/** `order-mail` → `OrderMail`, the start of every logical id of what has this name. */
const pascal = (/** @type {string} */ name) =>
  name.replace(/(?:^|-)([a-z0-9])/g, (_, /** @type {string} */ letter) => letter.toUpperCase());

module.exports = { pascal };
