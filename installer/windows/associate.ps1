# Has a job's file (.loketjob) open in Loket when it is double-clicked, for this person alone.
#
#   powershell -ExecutionPolicy Bypass -File installer\windows\associate.ps1 FOLDER     where loket.exe lies
param([Parameter(Mandatory = $true)][string]$Folder)
$ErrorActionPreference = 'Stop'
$program = Join-Path (Resolve-Path -LiteralPath $Folder).Path 'loket.exe'
if (-not (Test-Path -LiteralPath $program -PathType Leaf)) { throw "no program at $program" }
$classes = 'HKCU:\Software\Classes'
$kind = 'Loket.Job'
New-Item -Path "$classes\.loketjob" -Value $kind -Force | Out-Null
New-Item -Path "$classes\$kind" -Value 'Pekerjaan untuk percetakan' -Force | Out-Null
New-Item -Path "$classes\$kind\DefaultIcon" -Value "`"$program`",0" -Force | Out-Null
New-Item -Path "$classes\$kind\shell\open\command" -Value "`"$program`" `"%1`"" -Force | Out-Null
