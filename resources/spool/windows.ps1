# The Windows spooler for Loket: one act a call, named in LOKET_ACT; answers are lines of fields between tabs.
# It ends with 3 where there is no such printer, with 5 where nothing was sent, and with 4 where nobody knows what was sent.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
try { [Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false } catch { }

function Stop-With($code, $why) {
    [Console]::Error.WriteLine($why)
    exit $code
}

# What a printer can do; nothing where the system no longer knows it, as with a queue whose driver is gone.
function Find-Settings($name) {
    $settings = New-Object System.Drawing.Printing.PrinterSettings
    $settings.PrinterName = $name
    if ($settings.IsValid) { $settings }
}

# The driver's own paper of that size in hundredths of an inch; most drivers keep papers standing, some keep cards lying.
function Find-Paper($settings, $short, $long) {
    $near = { param($one, $other) [math]::Abs($one - $other) -le 4 }
    foreach ($paper in $settings.PaperSizes) {
        $standing = (& $near $paper.Width $short) -and (& $near $paper.Height $long)
        $lying = (& $near $paper.Width $long) -and (& $near $paper.Height $short)
        if ($standing -or $lying) { return $paper }
    }
    New-Object System.Drawing.Printing.PaperSize('Loket', $short, $long)
}

function Show-Printers {
    foreach ($printer in Get-Printer) {
        # One printer that cannot be asked does not hide the others.
        try {
            $settings = Find-Settings $printer.Name
            if (-not $settings) { continue }
            $sizes = @($settings.PaperSizes | ForEach-Object { '{0}x{1}' -f $_.Width, $_.Height }) -join ' '
            $fields = $printer.Name, $printer.DriverName, [int64]$printer.PrinterStatus, [int]$settings.CanDuplex, $sizes
            $fields -join "`t"
        } catch {
            [Console]::Error.WriteLine($_.Exception.Message)
        }
    }
}

function New-Document($settings) {
    $document = New-Object System.Drawing.Printing.PrintDocument
    $document.PrinterSettings = $settings
    $document.DocumentName = $env:LOKET_TITLE
    $document.PrintController = New-Object System.Drawing.Printing.StandardPrintController
    $document.PrinterSettings.Duplex = [System.Drawing.Printing.Duplex]$env:LOKET_DUPLEX
    $short = [int][math]::Round([math]::Min($script:width, $script:height) / 0.254)
    $long = [int][math]::Round([math]::Max($script:width, $script:height) / 0.254)
    $paper = Find-Paper $settings $short $long
    $document.DefaultPageSettings.PaperSize = $paper
    $document.DefaultPageSettings.Landscape = ($script:width -gt $script:height) -ne ($paper.Width -gt $paper.Height)
    $document.OriginAtMargins = $false
    $document.add_PrintPage({
        param($sender, $page)
        $picture = [System.Drawing.Image]::FromFile($script:pages[$script:next].FullName)
        try {
            $page.Graphics.PageUnit = [System.Drawing.GraphicsUnit]::Millimeter
            # A dot is a dot: nothing is smoothed, so that codes stay black and white.
            $page.Graphics.InterpolationMode = [System.Drawing.Drawing2D.InterpolationMode]::NearestNeighbor
            $page.Graphics.PixelOffsetMode = [System.Drawing.Drawing2D.PixelOffsetMode]::Half
            # Where printing begins, told for the standing page; the hard margins tell it in whole hundredths of an inch only.
            $area = $page.PageSettings.PrintableArea
            $left, $top = $area.X, $area.Y
            if ($page.PageSettings.Landscape) { $left, $top = $area.Y, $area.X }
            $page.Graphics.DrawImage(
                $picture,
                [single](-0.254 * $left),
                [single](-0.254 * $top),
                [single]$script:width,
                [single]$script:height
            )
        } finally {
            $picture.Dispose()
        }
        $script:next += 1
        $page.HasMorePages = $script:next -lt $script:pages.Count
    })
    $document
}

function Send-Pages {
    try {
        $settings = Find-Settings $env:LOKET_PRINTER
        if (-not $settings) { Stop-With 3 'no such printer' }
        $script:width = [double]::Parse($env:LOKET_WIDTH_MM, [cultureinfo]::InvariantCulture)
        $script:height = [double]::Parse($env:LOKET_HEIGHT_MM, [cultureinfo]::InvariantCulture)
        $script:pages = @(Get-ChildItem -LiteralPath $env:LOKET_PAGES -Filter '*.png' | Sort-Object Name)
        $script:next = 0
        if ($script:pages.Count -ne [int]$env:LOKET_COUNT) { Stop-With 5 'pages are missing' }
        $document = New-Document $settings
    } catch {
        Stop-With 5 $_.Exception.Message
    }
    # From here on a card may have been printed, whatever goes wrong.
    try {
        $document.Print()
    } catch {
        Stop-With 4 $_.Exception.Message
    }
    if ($script:next -ne $script:pages.Count) { Stop-With 4 'pages were left out' }
    # Its number is good to have; without it the pages are no less sent.
    try {
        $job = Get-PrintJob -PrinterName $env:LOKET_PRINTER |
            Where-Object { $_.DocumentName -eq $env:LOKET_TITLE } |
            Sort-Object Id | Select-Object -Last 1
    } catch {
        $job = $null
    }
    if ($job) { $job.Id } else { 0 }
}

try {
    Add-Type -AssemblyName System.Drawing
    switch ($env:LOKET_ACT) {
        'list' { Show-Printers }
        'print' { Send-Pages }
        'jobs' {
            foreach ($job in Get-PrintJob -PrinterName $env:LOKET_PRINTER) {
                $fields = $job.Id, [int64]$job.JobStatus, ($job.DocumentName -replace '\s', ' ')
                $fields -join "`t"
            }
        }
        'cancel' { Remove-PrintJob -PrinterName $env:LOKET_PRINTER -ID ([int]$env:LOKET_JOB) }
    }
} catch {
    Stop-With 5 $_.Exception.Message
}
