-- Runs in Neovim: syncs with the commands of docs/editors.md, and reports all notifications.
local timeout = 60000
local report = { notifications = {} }

local is_quiescent = false
vim.lsp.handlers["lockstep/status"] = function(_, status)
  is_quiescent = status.quiescent and #status.environments > 0
end

vim.notify = function(message) table.insert(report.notifications, message) end

local function run()
  dofile(vim.env.LOCKSTEP_TEST_SETUP)
  vim.cmd("edit " .. vim.fn.fnameescape(vim.env.LOCKSTEP_TEST_MANIFEST))
  vim.wait(timeout, function() return is_quiescent end, 10)
  vim.cmd("LockstepSync")
  vim.wait(timeout, function() return #report.notifications == 1 end, 10)
  vim.cmd("LockstepAdd other==1.0")
  vim.wait(timeout, function() return #report.notifications == 2 end, 10)
end

local is_fine, mistake = pcall(run)
report.mistake = not is_fine and tostring(mistake) or ""
vim.fn.writefile({ vim.fn.json_encode(report) }, vim.env.LOCKSTEP_TEST_REPORT)
vim.cmd("qall!")
