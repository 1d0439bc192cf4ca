// Changes a page in place to be as another one, so that nothing moves that is the same in both.
"use strict";

/** Make one node equal to another, keeping all that is equal already. */
function become(old, fresh) {
  if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName) {
    old.replaceWith(document.importNode(fresh, true));
    return;
  }
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  for (const { name } of [...old.attributes]) {
    const kept = name === "open" && old.nodeName === "DETAILS";
    if (!kept && !fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  becomeChildren(old, fresh);
  if (old.nodeName === "SELECT") old.value = fresh.value;
}

/** The children that matter: blanks between elements differ from page to page. */
function children(node) {
  return [...node.childNodes].filter(
    (child) => child.nodeType !== Node.TEXT_NODE || child.data.trim() !== "",
  );
}

function becomeChildren(old, fresh) {
  const olds = children(old);
  const news = children(fresh);
  news.forEach((node, index) => {
    if (index < olds.length) become(olds[index], node);
    else old.append(document.importNode(node, true));
  });
  olds.slice(news.length).forEach((node) => node.remove());
}
