-- Runs in Neovim: opens a manifest, edits it without saving, and reports the diagnostics.
-- Arguments are in variables, because Neovim 0.7 passes none to a script.
local timeout = 30000
local report = { version = tostring(vim.version().major) .. "." .. tostring(vim.version().minor) }

local is_quiescent = false
vim.lsp.handlers["lockstep/status"] = function(_, status)
  is_quiescent = status.quiescent and #status.environments > 0
end

local function shown()
  local found = {}
  for _, it in ipairs(vim.diagnostic.get()) do
    local code = it.code or (it.user_data and it.user_data.lsp and it.user_data.lsp.code)
    table.insert(found, {
      path = vim.api.nvim_buf_get_name(it.bufnr),
      place = { it.lnum, it.col, it.end_lnum, it.end_col },
      code = code, severity = it.severity, message = it.message, source = it.source,
    })
  end
  return found
end

local function shows_addition()
  for _, it in ipairs(vim.diagnostic.get()) do
    if it.message:find("added-by-hand", 1, true) then return true end
  end
  return false
end

local function run()
  dofile(vim.env.LOCKSTEP_TEST_SETUP)
  vim.cmd("edit " .. vim.fn.fnameescape(vim.env.LOCKSTEP_TEST_MANIFEST))
  report.settled = vim.wait(timeout, function() return is_quiescent end, 10)
  for _, client in ipairs(vim.lsp.get_active_clients()) do
    report.pid = client.rpc.pid
  end
  report.opened = shown()

  local line = vim.fn.search("dependencies = \\[")
  vim.api.nvim_buf_set_lines(0, line, line, true, { '    "added-by-hand",' })
  report.noticed = vim.wait(timeout, shows_addition, 10)
  report.edited = shown()

  vim.cmd("undo")
  report.forgotten = vim.wait(timeout, function() return not shows_addition() end, 10)
end

local is_fine, mistake = pcall(run)
report.mistake = not is_fine and tostring(mistake) or ""
vim.fn.writefile({ vim.fn.json_encode(report) }, vim.env.LOCKSTEP_TEST_REPORT)
vim.cmd("qall!")
