// What the page does beside standing there: switches, filters, sorting, a panel. It moves and shows what was written by
// the tool and makes no markup from text. Its state is in the address, so that a link shows what its sender saw.
(() => {
  'use strict';
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];

  // ---- the address ----
  const read = () => new URLSearchParams(location.hash.includes('=') ? location.hash.slice(1) : '');
  const set = (changes) => {
    const state = read();
    for (const [key, value] of Object.entries(changes)) value ? state.set(key, value) : state.delete(key);
    const text = state.toString();
    history.replaceState(null, '', text ? '#' + text : location.pathname + location.search);
  };

  // ---- the map ----
  const DEPTHS = ['depth', 'examined', 'implemented', 'evidenced'];
  const ofDepth = (depth, wanted) => depth === 0 ? ['bad', '✗'] : depth >= wanted ? ['good', '✓'] : ['weak', '<'];
  const ofSure = (sure) => sure === 'A' ? 'good' : sure >= 90 ? 'good' : sure >= 70 ? 'weak' : 'bad';
  const face = (detail, view) => {
    const { tone, mark, words, depths, wanted, sure } = detail.dataset;
    const at = DEPTHS.indexOf(view);
    if (at >= 0) {
      const depth = Number(depths.split(' ')[at]);
      const [shade, sign] = ofDepth(depth, Number(wanted));
      return [shade, sign + depth, `${view === 'depth' ? '' : view + ' '}depth ${depth} of ${wanted}`];
    }
    if (view !== 'mapping') return [tone, mark, words];
    if (!sure) return ['quiet', '–', 'nothing credited'];
    return [ofSure(sure), sure, sure === 'A' ? 'by the author' : `lowest confidence ${sure} percent`];
  };
  const paint = (view, level) => {
    for (const cell of all('a.c')) {
      const numbers = cell.dataset.at?.split(' ');
      if (numbers) cell.setAttribute('href', '#d' + numbers[level]);
      const detail = one(cell.getAttribute('href'));
      const [tone, mark, words] = face(detail, cell.classList.contains('fixed') ? 'state' : view);
      cell.classList.remove('good', 'weak', 'bad', 'quiet');
      cell.classList.add(tone);
      cell.children[0].textContent = mark;
      cell.children[1].textContent = words;
      if (cell.classList.contains('fixed')) events(cell, detail);
    }
    for (const told of all('[data-levels]')) {
      const [tone, word] = told.dataset.levels.split('|')[level].split(':');
      told.className = 'dot ' + tone;
      told.textContent = word;
    }
    for (const note of all('[data-view]')) note.hidden = note.dataset.view !== view;
  };
  const events = (cell, detail) => {
    const { events, wanted, depths } = detail.dataset;
    const before = Number(depths.split(' ')[0]);
    const marks = events ? events.split(' ') : [];
    [...cell.closest('tr').cells].slice(3).forEach((box, at) => {
      const after = Number(marks[at]);
      const calm = marks[at] === '–' || before === 0 || after === before;
      const tone = calm ? 'same' : after === 0 ? 'bad' : after < wanted ? 'weak' : 'held';
      box.className = tone;
      box.firstChild.textContent = marks[at];
    });
  };
  const chosen = (name) => one(`input[name=${name}]:checked`);
  const repaint = () => paint(chosen('view')?.value ?? 'state', Number(chosen('level')?.dataset.at ?? 0));

  // ---- one stop for the tab key per map, arrows within ----
  const walk = (table) => {
    const grid = all('tr', table).map((row) => all('a.c', row)).filter((row) => row.length);
    const cells = grid.flat();
    cells.forEach((cell, at) => { cell.tabIndex = at ? -1 : 0; });
    const go = (to) => {
      if (!to) return;
      cells.forEach((cell) => { cell.tabIndex = -1; });
      to.tabIndex = 0;
      to.focus();
    };
    table.addEventListener('focusin', (event) => {
      if (!cells.includes(event.target)) return;
      cells.forEach((cell) => { cell.tabIndex = cell === event.target ? 0 : -1; });
    });
    table.addEventListener('keydown', (event) => {
      const row = grid.findIndex((cells) => cells.includes(event.target));
      if (row < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
      const column = grid[row].indexOf(event.target);
      const near = (at) => grid[at]?.[Math.min(column, grid[at].length - 1)];
      const moves = {
        ArrowRight: () => grid[row][column + 1], ArrowLeft: () => grid[row][column - 1],
        ArrowDown: () => near(row + 1), ArrowUp: () => near(row - 1),
        Home: () => grid[row][0], End: () => grid[row].at(-1),
      };
      if (!moves[event.key]) return;
      event.preventDefault();
      go(moves[event.key]());
    });
  };

  // ---- the panel ----
  const panel = one('#panel');
  const copy = (id) => {
    const found = document.getElementById(id)?.cloneNode(true);
    found?.removeAttribute('id');
    return found;
  };
  const open = (id) => {
    const shown = /^(d\d+$|m-)/.test(id) && copy(id);
    if (!shown || shown.tagName !== 'ARTICLE') return false;
    const credited = all('.credited a', shown).map((link) => copy(link.getAttribute('href').slice(1)));
    one('#panel-title').textContent = one('h3', shown).textContent;
    one('#panel-body').replaceChildren(shown, ...credited.filter(Boolean));
    if (!panel.open) panel.showModal();
    panel.scrollTop = 0;
    set({ open: id });
    return true;
  };
  panel.addEventListener('close', () => set({ open: '' }));
  panel.addEventListener('click', (event) => { if (event.target === panel) panel.close(); });
  one('#panel-close').addEventListener('click', () => panel.close());
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href^="#d"], a[href^="#m-"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (open(link.getAttribute('href').slice(1))) event.preventDefault();
  });

  // ---- findings ----
  const filters = one('#filters');
  const within = (code, branch) => code === branch || (code ?? '').startsWith(branch + '.');
  const filter = () => {
    const wanted = Object.fromEntries(new FormData(filters));
    const rows = all('#finding-table .finding');
    const text = wanted.text.trim().toLowerCase();
    for (const row of rows) {
      row.hidden = !Object.entries(wanted).every(([key, value]) => {
        if (!value) return true;
        if (key === 'text') return row.textContent.toLowerCase().includes(text);
        if (key === 'category') return within(row.dataset.category, value);
        return (row.dataset[key] ?? '').split(' ').includes(value);
      });
    }
    for (const body of all('#finding-table tbody')) body.hidden = all('.finding', body).every((row) => row.hidden);
    // A row that speaks for several tiers is as many findings, unless one tier is asked for.
    const number = (row) => Math.max(1, row.dataset.tier?.split(' ').length ?? 1);
    const sum = (rows, of) => rows.reduce((n, row) => n + of(row), 0);
    const total = sum(rows, number);
    const shown = sum(rows.filter((row) => !row.hidden), wanted.tier ? () => 1 : number);
    one('#finding-count').textContent =
      shown === total ? `${total} findings` : `${shown} of ${total} findings shown`;
    set(wanted);
  };
  filters?.addEventListener('input', filter);
  filters?.addEventListener('submit', (event) => event.preventDefault());
  filters?.addEventListener('reset', () => setTimeout(filter));

  // ---- measures ----
  const search = one('#search');
  const measures = one('#measures');
  const find = () => {
    const text = search.elements.measures.value.trim().toLowerCase();
    const rows = all('tbody tr', measures);
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(text);
    const shown = rows.filter((row) => !row.hidden).length;
    one('#measure-count').textContent =
      shown === rows.length ? `${rows.length} measures` : `${shown} of ${rows.length} measures shown`;
    set({ measures: text });
  };
  search?.addEventListener('input', find);
  search?.addEventListener('submit', (event) => event.preventDefault());
  const sort = (at, direction) => {
    const heads = all('thead th', measures);
    const body = one('tbody', measures);
    const key = (row) => row.children[at].textContent.trim();
    const compare = (a, b) => key(a).localeCompare(key(b), 'en', { numeric: true });
    body.append(...all('tr', body).sort((a, b) => direction === 'descending' ? compare(b, a) : compare(a, b)));
    heads.forEach((head, number) => number === at ? head.setAttribute('aria-sort', direction) : head.removeAttribute('aria-sort'));
    set({ sort: `${at}${direction[0]}` });
  };
  if (measures) {
    all('thead th', measures).forEach((head, at) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...head.childNodes);
      button.addEventListener('click', () => sort(at, head.getAttribute('aria-sort') === 'ascending' ? 'descending' : 'ascending'));
      head.append(button);
    });
  }

  // ---- on paper everything is open ----
  const closed = () => all('details.annex:not([open])');
  let opened = [];
  addEventListener('beforeprint', () => { opened = closed(); opened.forEach((part) => { part.open = true; }); });
  addEventListener('afterprint', () => { opened.forEach((part) => { part.open = false; }); });

  // ---- what the address says ----
  const restore = () => {
    const state = read();
    for (const name of ['view', 'level']) {
      const asked = all(`input[name=${name}]`).find((input) => input.value === state.get(name));
      const first = all(`input[name=${name}]`).find((input) => input.defaultChecked);
      if (asked ?? first) (asked ?? first).checked = true;
    }
    repaint();
    if (filters) {
      for (const field of all('select, input', filters)) field.value = state.get(field.name) ?? '';
      for (const field of all('select', filters)) if (field.selectedIndex < 0) field.value = '';
      filter();
    }
    if (search) {
      search.elements.measures.value = state.get('measures') ?? '';
      find();
    }
    const order = /^(\d)([ad])$/.exec(state.get('sort') ?? '');
    if (measures && order && measures.rows[0].cells[order[1]]) sort(Number(order[1]), order[2] === 'a' ? 'ascending' : 'descending');
    if (state.get('open')) open(state.get('open'));
    else if (panel.open) panel.close();
  };
  for (const input of all('.switches input')) {
    input.addEventListener('change', () => {
      repaint();
      set({ [input.name]: input.defaultChecked ? '' : input.value });
    });
  }
  all('[data-script]').forEach((part) => { part.hidden = false; });
  all('#map, #events').forEach(walk);
  addEventListener('hashchange', () => { if (location.hash.includes('=')) restore(); });
  if (one('#map a.c')) restore();
})();
