/** Stands for a tag manager: shows which consent signals it had when it began, and which come after. */
(() => {
  const show = (entry) => {
    const [command, step, values] = Array.from(entry);
    if (command === 'consent') window.fairnoticeDemo.note(`tag manager heard: ${step}`, JSON.stringify(values));
  };
  let told = 0;
  for (const name of ['dataLayer', 'uetq']) {
    const queue = window[name];
    if (!queue) continue;
    for (const entry of name === 'uetq' ? [queue] : queue) {
      told += 1;
      show(entry);
    }
    const push = queue.push.bind(queue);
    queue.push = (...entries) => {
      for (const entry of name === 'uetq' ? [entries] : entries) show(entry);
      return push(...entries);
    };
  }
  window.fairnoticeDemo.note('tag manager began', told > 0 ? 'The default was there before it.' : 'This site tells no tag manager of choices.');
})();
