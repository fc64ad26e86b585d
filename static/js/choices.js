// The reader's own choices, applied before anything is painted. Kept in this browser only.
(function () {
  try {
    var choices = JSON.parse(localStorage.getItem("xinglin") || "{}");
    var root = document.documentElement;
    if (choices.size) root.dataset.size = choices.size;
    if (choices.theme) root.dataset.theme = choices.theme;
    if (choices.care) root.dataset.care = "on";
  } catch (refused) {
    // A browser that keeps nothing shows the plain page.
  }
})();
