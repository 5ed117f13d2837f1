-- Run inside of Neovim: sync by the commands of docs/editors.md, and write down what is told.
local patience = 60000
local report = { told = {} }

local is_quiescent = false
vim.lsp.handlers["lockstep/status"] = function(_, status)
  is_quiescent = status.quiescent and #status.environments > 0
end

vim.notify = function(message) table.insert(report.told, message) end

local function run()
  dofile(vim.env.LOCKSTEP_TEST_SETUP)
  vim.cmd("edit " .. vim.fn.fnameescape(vim.env.LOCKSTEP_TEST_MANIFEST))
  vim.wait(patience, function() return is_quiescent end, 10)
  vim.cmd("LockstepSync")
  vim.wait(patience, function() return #report.told == 1 end, 10)
  vim.cmd("LockstepAdd other==1.0")
  vim.wait(patience, function() return #report.told == 2 end, 10)
end

local is_fine, mistake = pcall(run)
report.mistake = not is_fine and tostring(mistake) or ""
vim.fn.writefile({ vim.fn.json_encode(report) }, vim.env.LOCKSTEP_TEST_REPORT)
vim.cmd("qall!")
